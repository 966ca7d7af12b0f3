//! Numbers as a picture, always beside a table of the same numbers (R-D2).
//!
//! The picture is SVG with attributes and classes only: the security policy knows no inline style.
//! Widths are shares of the frame and heights are in the letters' own size, so that labels stay as
//! large as the text around them on a telephone and on paper. Colour is never the only carrier:
//! every value is written beside its bar, and each part has a pattern of its own.

use maud::{Markup, html};

use crate::Texts;

/// How rows are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// One bar a row.
    Bars,
    /// One bar a row, made of its parts: how a whole is divided.
    Stacked,
    /// Several bars a row, one below the other: months with what was received and what was answered.
    Grouped,
}

/// A table that can be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Unlike that of every other figure of the page; letters, digits and dashes.
    pub id: String,
    /// How it is drawn.
    pub shape: Shape,
    /// What the rows are: "Phương án", "Tháng".
    pub head: String,
    /// What the columns are; at most six are told apart.
    pub parts: Vec<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Places after the point.
    pub decimals: usize,
    /// The value of a bar over the whole width, where it is not the largest of all: 5 for marks.
    pub most: Option<f64>,
    /// Of how many each value is a share; a column of percentages is added. Only for [`Shape::Bars`].
    pub out_of: Option<i64>,
}

/// A row. A value that is not known, or not shown, is `None`; it is not zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What it is.
    pub label: String,
    /// One for each of [`Series::parts`].
    pub values: Vec<Option<f64>>,
}

impl Row {
    /// A row of counts.
    pub fn counts(label: impl Into<String>, counts: impl IntoIterator<Item = i64>) -> Self {
        Self { label: label.into(), values: counts.into_iter().map(|n| Some(float(n))).collect() }
    }
}

impl Series {
    /// Counts, one bar a row.
    pub fn bars(id: &str, head: String, part: String, rows: Vec<Row>) -> Self {
        Self {
            id: id.to_owned(),
            shape: Shape::Bars,
            head,
            parts: vec![part],
            rows,
            decimals: 0,
            most: None,
            out_of: None,
        }
    }

    /// Counts of several parts.
    pub fn of_parts(
        id: &str,
        shape: Shape,
        head: String,
        parts: Vec<String>,
        rows: Vec<Row>,
    ) -> Self {
        Self { parts, shape, ..Self::bars(id, head, String::new(), rows) }
    }

    /// With a column of percentages of so many.
    #[must_use]
    pub fn out_of(mut self, all: i64) -> Self {
        self.out_of = Some(all);
        self
    }

    /// The value of a bar over the whole width.
    fn scale(&self) -> f64 {
        let values = self.rows.iter().flat_map(|row| row.values.iter().copied().flatten());
        self.most.unwrap_or_else(|| values.fold(0.0, f64::max)).max(f64::MIN_POSITIVE)
    }

    fn has_legend(&self) -> bool {
        self.parts.len() > 1
    }
}

/// A count as a length.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn float(count: i64) -> f64 {
    count as f64
}

/// The picture and the table, under a caption.
pub fn figure(t: &Texts, caption: &str, series: &Series) -> Markup {
    let id = &series.id;
    html! {
        figure.chart data-shape=(shape_word(series.shape)) {
            figcaption.chart-title id={ (id) "-c" } { (caption) }
            div.chart-body {
                div.chart-picture {
                    @if series.has_legend() { (legend(series)) }
                    (picture(t, caption, series))
                }
                (table(t, series))
            }
        }
    }
}

fn shape_word(shape: Shape) -> &'static str {
    match shape {
        Shape::Bars => "bars",
        Shape::Stacked => "stacked",
        Shape::Grouped => "grouped",
    }
}

// ── the picture ────────────────────────────────────────────────────────────────────────────────

/// Height of a line of text, of a bar and of the space between rows, in letters.
const LINE: f64 = 1.5;
const BAR: f64 = 1.2;
const GAP: f64 = 0.8;
/// Letters a label's line holds on a narrow telephone.
const LINE_LETTERS: usize = 38;
/// Width of the longest bar, in percent: the rest is for its number.
const WIDEST: f64 = 72.0;
/// A part narrower than this has no room for its number below it, in percent.
const ROOM: f64 = 9.0;
/// How many parts have a pattern of their own.
const PATTERNS: usize = 6;

fn picture(t: &Texts, caption: &str, series: &Series) -> Markup {
    let id = &series.id;
    let mut top = 0.0;
    let mut rows = Vec::new();
    for row in &series.rows {
        let lines = wrap(&row.label);
        let drawn = match series.shape {
            Shape::Stacked => stacked(t, series, row, top + height_of(&lines)),
            Shape::Bars | Shape::Grouped => bars(t, series, row, top + height_of(&lines)),
        };
        let below = match series.shape {
            Shape::Stacked => BAR + LINE,
            Shape::Bars | Shape::Grouped => BAR * small(row.values.len()),
        };
        rows.push(html! { (label(&lines, top)) (drawn) });
        top += height_of(&lines) + below + GAP;
    }
    html! {
        svg.chart-svg role="img" aria-labelledby={ (id) "-t " (id) "-d" } width="100%" height={ (em(top)) "em" } xmlns="http://www.w3.org/2000/svg" {
            title id={ (id) "-t" } { (caption) }
            desc id={ (id) "-d" } { (t.say("chart-described")) }
            defs { @for part in 1..series.parts.len().min(PATTERNS) { (pattern(id, part)) } }
            @for row in rows { (row) }
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a handful")]
fn small(count: usize) -> f64 {
    count as f64
}

/// A length, short enough to read.
fn em(length: f64) -> String {
    let text = format!("{length:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn height_of(lines: &[String]) -> f64 {
    LINE * small(lines.len())
}

/// A label's lines, broken between words.
fn wrap(label: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in label.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LINE_LETTERS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn label(lines: &[String], top: f64) -> Markup {
    html! {
        @for (line, text) in lines.iter().enumerate() {
            text.chart-label x="0" y={ (em(top + LINE * small(line) + 1.05)) "em" } { (text) }
        }
    }
}

/// One bar below the other, each with its value behind it.
fn bars(t: &Texts, series: &Series, row: &Row, top: f64) -> Markup {
    let scale = series.scale();
    html! {
        @for (part, value) in row.values.iter().enumerate() {
            @let y = top + BAR * small(part);
            @let width = value.map_or(0.0, |value| (value / scale).clamp(0.0, 1.0) * WIDEST);
            (bar(&series.id, part, (0.0, width), y))
            text.chart-value x={ (em(width)) "%" } dx="0.45em" y={ (em(y + 0.92)) "em" } { (told(t, series, *value)) }
        }
    }
}

/// One bar of its parts, their values below them where there is room.
fn stacked(t: &Texts, series: &Series, row: &Row, top: f64) -> Markup {
    let whole: f64 = row.values.iter().copied().flatten().sum();
    let mut left = 0.0;
    let parts: Vec<(usize, f64, f64, Option<f64>)> = row
        .values
        .iter()
        .enumerate()
        .map(|(part, value)| {
            let width = value.map_or(0.0, |value| value / whole.max(f64::MIN_POSITIVE) * 100.0);
            let from = left;
            left += width;
            (part, from, width, *value)
        })
        .collect();
    html! {
        rect.chart-whole x="0" y={ (em(top)) "em" } width="100%" height={ (em(BAR)) "em" } {}
        @for (part, from, width, value) in parts {
            (bar(&series.id, part, (from, width), top))
            @if width >= ROOM {
                text.chart-value x={ (em(from)) "%" } dx="0.15em" y={ (em(top + BAR + 1.05)) "em" } { (told(t, series, value)) }
            }
        }
    }
}

/// A bar: its colour, and over it its pattern.
fn bar(id: &str, part: usize, (from, width): (f64, f64), top: f64) -> Markup {
    let (x, y) = (format!("{}%", em(from)), format!("{}em", em(top + 0.1)));
    let (width, height) = (format!("{}%", em(width)), format!("{}em", em(BAR - 0.2)));
    html! {
        rect class={ "chart-bar chart-part-" (part % PATTERNS + 1) } x=(x) y=(y) width=(width) height=(height) {}
        @if part > 0 && part < PATTERNS {
            rect x=(x) y=(y) width=(width) height=(height) fill={ "url(#" (id) "-p" (part) ")" } {}
        }
    }
}

/// What lies over the colour of a part other than the first.
fn pattern(id: &str, part: usize) -> Markup {
    let lines = match part {
        1 => "M-2 10 10-2M0 16 16 0",
        2 => "M4 4h1v1h-1z",
        3 => "M0 2h8M0 6h8",
        4 => "M2 0v8M6 0v8",
        _ => "M0 0 8 8M8 0 0 8",
    };
    html! {
        pattern id={ (id) "-p" (part) } width="8" height="8" patternUnits="userSpaceOnUse" {
            path.chart-over d=(lines) {}
        }
    }
}

fn legend(series: &Series) -> Markup {
    html! {
        ul.chart-legend aria-hidden="true" {
            @for (part, name) in series.parts.iter().enumerate() {
                li {
                    svg width="20" height="14" focusable="false" {
                        rect class={ "chart-bar chart-part-" (part % PATTERNS + 1) } x="0" y="0" width="20" height="14" {}
                        @if part > 0 && part < PATTERNS {
                            rect x="0" y="0" width="20" height="14" fill={ "url(#" (series.id) "-p" (part) ")" } {}
                        }
                    }
                    (name)
                }
            }
        }
    }
}

// ── the table ──────────────────────────────────────────────────────────────────────────────────

fn table(t: &Texts, series: &Series) -> Markup {
    let id = &series.id;
    html! {
        div.table-wrap.chart-table tabindex="0" role="region" aria-labelledby={ (id) "-c" } {
            table.table aria-labelledby={ (id) "-c" } {
                thead { tr {
                    th scope="col" { (series.head) }
                    @for part in &series.parts { th.num scope="col" { (part) } }
                    @if series.out_of.is_some() { th.num scope="col" { (t.say("chart-share")) } }
                } }
                tbody {
                    @for row in &series.rows { tr {
                        th scope="row" { (row.label) }
                        @for value in &row.values { td.num { (number(t, series, *value)) } }
                        @if let Some(all) = series.out_of {
                            td.num { (row.values.first().copied().flatten().map_or_else(unknown, |value| share(t, value, all))) }
                        }
                    } }
                }
            }
        }
    }
}

fn unknown() -> String {
    "–".to_owned()
}

fn number(t: &Texts, series: &Series, value: Option<f64>) -> String {
    value.map_or_else(unknown, |value| t.number(value, series.decimals))
}

/// A value as it stands beside its bar: with its share, where there is one.
fn told(t: &Texts, series: &Series, value: Option<f64>) -> String {
    let number = number(t, series, value);
    match (series.out_of, value) {
        (Some(all), Some(value)) => format!("{number} ({})", share(t, value, all)),
        _ => number,
    }
}

/// A share in percent, with one place.
pub fn share(t: &Texts, value: f64, all: i64) -> String {
    if all <= 0 {
        return unknown();
    }
    format!("{}%", t.number(value / float(all) * 100.0, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lang::{Lang, Locales};

    fn drawn(series: &Series) -> String {
        figure(&Locales::shipped().texts(Lang::VI), "Kết quả", series).into_string()
    }

    fn months(shape: Shape) -> Series {
        let rows = vec![Row::counts("10/2026", [4, 1]), Row::counts("11/2026", [0, 15])];
        let parts = vec!["Tiếp nhận".into(), "Trả lời".into()];
        Series::of_parts("kn", shape, "Tháng".into(), parts, rows)
    }

    #[test]
    fn a_figure_is_a_picture_and_the_same_numbers_as_a_table() {
        let rows = vec![Row::counts("Đồng ý", [1248]), Row::counts("Không", [2])];
        let series = Series::bars("q1", "Phương án".into(), "Số phiếu".into(), rows).out_of(1250);
        let text = drawn(&series);
        assert!(text.contains("<title id=\"q1-t\">Kết quả</title>"), "{text}");
        assert!(
            text.contains("<td class=\"num\">1.248</td><td class=\"num\">99,8%</td>"),
            "{text}"
        );
        assert!(text.contains(">1.248 (99,8%)</text>"), "{text}");
        assert!(text.contains("width=\"72%\""), "{text}");
    }

    #[test]
    fn no_figure_needs_a_style_or_a_script() {
        for shape in [Shape::Bars, Shape::Stacked, Shape::Grouped] {
            let text = drawn(&months(shape));
            for forbidden in ["style=", "<style", "<script", " on"] {
                assert!(!text.contains(forbidden), "{forbidden} in {text}");
            }
            assert!(text.contains("id=\"kn-p1\"") && text.contains("url(#kn-p1)"), "{text}");
        }
    }

    #[test]
    fn a_bar_of_parts_is_divided_by_its_own_whole() {
        let text = drawn(&months(Shape::Stacked));
        assert!(text.contains("width=\"80%\"") && text.contains("width=\"20%\""), "{text}");
        assert!(text.contains("width=\"100%\""), "{text}");
    }

    #[test]
    fn what_is_not_known_is_not_zero() {
        let row = Row { label: "Tháng 12".into(), values: vec![None] };
        let series = Series::bars("x", "Tháng".into(), "Số".into(), vec![row]).out_of(3);
        assert!(drawn(&series).contains("<td class=\"num\">–</td><td class=\"num\">–</td>"));
        let none = Series::bars("x", "Tháng".into(), "Số".into(), vec![Row::counts("a", [0])]);
        assert!(!drawn(&none.out_of(0)).contains("NaN"));
    }

    #[test]
    fn long_labels_are_broken_between_words() {
        let lines = wrap("Thời gian giải quyết hồ sơ tại bộ phận tiếp nhận và trả kết quả của xã");
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| line.chars().count() <= LINE_LETTERS), "{lines:?}");
    }
}
