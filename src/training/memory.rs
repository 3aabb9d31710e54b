//! Memory from one step to the next.

/// Makes memory that a step gives back stay with the process, where the next step finds it. Left to
/// itself, glibc returns large blocks, and whatever lies free at the end of its heap, to the system
/// (`mallopt(3)`), and every step waits for hundreds of megabytes of fresh pages: a third of its time
/// where all corpora are learned from.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "glibc takes such wishes from C only")]
pub(super) fn keep_memory() {
    // SAFETY: each call sets a number of the allocator, under its own lock.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGEST_THRESHOLD);
        libc::mallopt(libc::M_TRIM_THRESHOLD, i32::MAX);
    }
}

/// In bytes, the largest that glibc takes.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGEST_THRESHOLD: i32 = 32 << 20;

/// Other allocators are left as they are.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(super) fn keep_memory() {}
