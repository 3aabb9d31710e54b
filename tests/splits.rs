//! Splits are the same on every machine: these run natively and in a browser.

use overtone::corpus::Split;

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;
#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// The positions were drawn by another BLAKE3, Python's, from seed and row of eight bytes each.
#[test]
fn rows_are_dealt_in_a_tab_as_on_the_command_line() {
    let split = Split::by_row(24, 7);
    assert_eq!(split.test, [0, 3, 8, 14, 16, 17]);
    assert_eq!(split.validation, [9, 22]);
}
