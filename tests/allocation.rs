//! The streaming paths allocate nothing once they run.
#![cfg(not(target_arch = "wasm32"))]
// An allocator cannot be written without it.
#![allow(unsafe_code)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use overtone::audio::StreamResampler;
use overtone::features::{FrameSpec, Streaming};

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, counting the calls of each thread.
struct Counting;

// SAFETY: every call goes on to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: as promised by the caller.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as promised by the caller.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn the_counter_counts() {
    assert_eq!(allocations(|| drop(std::hint::black_box(vec![0_u8; 9]))), 1);
}

#[test]
fn frames_are_streamed_without_an_allocation() {
    let mut streaming = Streaming::new(&FrameSpec::default()).unwrap();
    let block: Vec<f32> = (0..777).map(|n| (n % 50) as f32 / 50.0 - 0.5).collect();
    let mut frames = 0;
    let count = allocations(|| {
        for _ in 0..50 {
            streaming.push(&block, |_| frames += 1);
        }
        streaming.finish(|_| frames += 1);
    });
    assert_eq!((count, frames), (0, 1 + 50 * 777 / 160));
}

#[test]
fn a_stream_is_resampled_without_an_allocation() {
    let mut resampler = StreamResampler::new(44_100, 16_000).unwrap();
    let block = [0.25; 128];
    let mut out = Vec::with_capacity(16_000);
    // The first block of the filter's own size, after which nothing is new.
    resampler.push(&[0.0; 2_000], &mut out);
    let count = allocations(|| {
        for _ in 0..200 {
            resampler.push(&block, &mut out);
        }
    });
    assert_eq!(count, 0);
    assert!(out.len() > 9_000);
}
