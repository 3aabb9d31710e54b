//! Numbers as a language writes them.

/// How a language writes numbers (CLDR; the browser tests hold them against the browser's own).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numerals {
    /// Between the whole number and its decimals.
    pub mark: char,
    /// Between groups of three digits.
    pub group: char,
    /// Between a number and its per cent sign.
    pub percent_gap: char,
    /// A thousand bytes and a million.
    pub bytes: [&'static str; 2],
}

impl Numerals {
    /// A number with so many decimals: "1,234.5".
    pub fn decimal(&self, value: f64, decimals: usize) -> String {
        let text = format!("{:.decimals$}", value.abs());
        let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
        let mut written = String::new();
        // What rounds to nothing has no sign.
        if value < 0.0 && text.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
            written.push('−');
        }
        for (i, digit) in whole.chars().enumerate() {
            if i > 0 && (whole.len() - i).is_multiple_of(3) {
                written.push(self.group);
            }
            written.push(digit);
        }
        if !rest.is_empty() {
            written.push(self.mark);
            written.push_str(rest);
        }
        written
    }

    /// A whole number: "19,436".
    pub fn whole(&self, value: usize) -> String {
        self.decimal(value as f64, 0)
    }

    /// A number with its decimals and no more: "0.25", "5".
    pub fn short(&self, value: f64) -> String {
        value.to_string().replace('.', &self.mark.to_string())
    }

    /// A number by its power of ten: "2.0e-3".
    pub fn power(&self, value: f64) -> String {
        format!("{value:.1e}").replace('.', &self.mark.to_string())
    }

    /// A duration in milliseconds: "2.1 ms" below ten, "900 ms" above.
    pub fn milliseconds(&self, ms: f64) -> String {
        format!("{} ms", self.decimal(ms, usize::from(ms < 9.95)))
    }

    /// A place in a sound: "0:03.2".
    pub fn clock(&self, seconds: f64) -> String {
        let tenths = (seconds.max(0.0) * 10.0).round() as u64;
        format!("{}:{:02}{}{}", tenths / 600, tenths / 10 % 60, self.mark, tenths % 10)
    }

    /// A size: "412 kB", "3.8 MB".
    pub fn bytes(&self, count: f64) -> String {
        let [thousand, million] = self.bytes;
        if count < 999_500.0 {
            format!("{} {thousand}", self.decimal(count / 1e3, 0))
        } else {
            format!("{} {million}", self.decimal(count / 1e6, 1))
        }
    }

    /// A probability: "62 %"; what is small but not nothing is "< 1 %".
    pub fn percent(&self, probability: f32) -> String {
        let percent = (probability * 100.0).round();
        let least = percent < 1.0 && probability > 0.0;
        let (sign, percent) = if least { ("< ", 1.0) } else { ("", percent) };
        format!("{sign}{percent:.0}{}%", self.percent_gap)
    }
}

#[cfg(test)]
mod tests {
    use crate::app::words::Language;

    #[test]
    fn numbers_read_as_a_person_writes_them() {
        let english = &Language::English.words().numerals;
        assert_eq!(english.milliseconds(2.13), "2.1 ms");
        assert_eq!(english.milliseconds(9.97), "10 ms");
        assert_eq!(english.clock(3.24), "0:03.2");
        assert_eq!(english.clock(59.96), "1:00.0");
        assert_eq!(english.clock(-1.0), "0:00.0");
        assert_eq!(english.bytes(412_300.0), "412 kB");
        assert_eq!(english.bytes(999_600.0), "1.0 MB");
        assert_eq!(english.percent(0.623), "62\u{a0}%");
        assert_eq!(english.percent(0.004), "< 1\u{a0}%");
        assert_eq!(english.percent(0.0), "0\u{a0}%");
        assert_eq!(english.decimal(1_234_567.25, 1), "1,234,567.2");
        assert_eq!(english.decimal(-0.04, 1), "0.0");
        assert_eq!(english.decimal(-12.0, 0), "−12");
        assert_eq!(english.short(0.125), "0.125");
    }

    #[test]
    fn each_language_has_its_marks() {
        let [german, french] = [Language::German, Language::French].map(|l| &l.words().numerals);
        assert_eq!(german.decimal(12_345.6, 1), "12.345,6");
        assert_eq!(german.power(0.002), "2,0e-3");
        assert_eq!(german.percent(0.62), "62\u{a0}%");
        assert_eq!(german.clock(3.2), "0:03,2");
        assert_eq!(french.whole(19_436), "19\u{202f}436");
        assert_eq!(french.bytes(3.84e6), "3,8 Mo");
        assert_eq!(french.percent(0.62), "62\u{202f}%");
    }
}
