//! Questions of a survey.

use portal_core::{FieldFault, FormFaults, Posted};
use serde::{Deserialize, Serialize};

words!(
    /// What is asked for.
    QuestionKind, "question-kind" {
        /// One of several.
        One = "one",
        /// Several of several.
        Many = "many",
        /// A mark from 1 to 5.
        Scale = "scale",
        /// A mark from 1 to 5 for each of several things.
        Grid = "grid",
        /// A line.
        Short = "short",
        /// A text.
        Long = "long",
        /// A number.
        Number = "number",
    }
);

impl QuestionKind {
    /// Whether it offers answers to choose from.
    pub fn has_options(self) -> bool {
        matches!(self, Self::One | Self::Many)
    }

    /// Whether it asks for marks.
    pub fn has_marks(self) -> bool {
        matches!(self, Self::Scale | Self::Grid)
    }

    /// Most characters of an answer in words.
    pub fn longest(self) -> usize {
        if self == Self::Short { 200 } else { 2_000 }
    }
}

/// The marks.
pub const MARKS: [usize; 5] = [1, 2, 3, 4, 5];
/// Most questions of a survey.
pub const MOST_QUESTIONS: usize = 60;
const MOST_OPTIONS: usize = 30;

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Stays when the question moves.
    pub id: i64,
    /// What is asked for.
    pub kind: QuestionKind,
    /// The question.
    pub text: String,
    /// A word of help.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub help: String,
    /// Whether it has to be answered.
    #[serde(default)]
    pub required: bool,
    /// A heading above it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub section: String,
    /// Whether a page begins with it.
    #[serde(default)]
    pub new_page: bool,
    /// Answers to choose from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Things to give a mark each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<String>,
    /// What 1 means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub low: String,
    /// What 5 means.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub high: String,
    /// Fewest choices, or smallest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<i64>,
    /// Most choices, or largest number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<i64>,
}

impl Question {
    /// Nothing yet, of a kind.
    pub fn empty(id: i64, kind: QuestionKind) -> Self {
        Self {
            id,
            kind,
            text: String::new(),
            help: String::new(),
            required: false,
            section: String::new(),
            new_page: false,
            options: Vec::new(),
            items: Vec::new(),
            low: String::new(),
            high: String::new(),
            least: None,
            most: None,
        }
    }

    /// Name of its field; of a grid's row, where one is named.
    pub fn field(&self, row: Option<usize>) -> String {
        match row {
            Some(row) => format!("q{}-{row}", self.id),
            None => format!("q{}", self.id),
        }
    }

    /// Names of all its fields.
    pub fn fields(&self) -> Vec<String> {
        if self.kind == QuestionKind::Grid {
            (0..self.items.len()).map(|row| self.field(Some(row))).collect()
        } else {
            vec![self.field(None)]
        }
    }

    /// Reads and checks the form of a question.
    pub fn read(id: i64, kind: QuestionKind, posted: &Posted) -> Result<Self, FormFaults> {
        let mut faults = FormFaults::default();
        let mut line = |name: &str, required: bool, max: usize| {
            faults.check(name, posted.line(name), required, max)
        };
        let mut question = Self {
            text: line("text", true, 500),
            help: line("help", false, 500),
            section: line("section", false, 200),
            low: line("low", false, 60),
            high: line("high", false, 60),
            required: posted.has("required"),
            new_page: posted.has("new_page"),
            ..Self::empty(id, kind)
        };
        if kind.has_options() {
            question.options = lines(posted, "options", 2, &mut faults);
        }
        if kind == QuestionKind::Grid {
            question.items = lines(posted, "items", 1, &mut faults);
        }
        if matches!(kind, QuestionKind::Many | QuestionKind::Number) {
            question.least = bound(posted, "least", &mut faults);
            question.most = bound(posted, "most", &mut faults);
            question.check_bounds(&mut faults);
        }
        if faults.is_empty() { Ok(question) } else { Err(faults) }
    }

    fn check_bounds(&self, faults: &mut FormFaults) {
        let count = i64::try_from(self.options.len()).unwrap_or(i64::MAX);
        let choices = self.kind == QuestionKind::Many;
        let outside = |bound: i64| choices && !(1..=count).contains(&bound);
        if self.least.is_some_and(outside) {
            faults.add("least", FieldFault::Other("question-bound-choices", Vec::new()));
        }
        if self.most.is_some_and(outside) {
            faults.add("most", FieldFault::Other("question-bound-choices", Vec::new()));
        }
        if self.least.zip(self.most).is_some_and(|(least, most)| least > most) {
            faults.add("most", FieldFault::Other("question-bounds-crossed", Vec::new()));
        }
    }

    /// The form as it stands for this question.
    pub fn write(&self) -> Posted {
        let bound = |bound: Option<i64>| bound.map(|n| n.to_string()).unwrap_or_default();
        let check = |on: bool| if on { "1".to_owned() } else { String::new() };
        Posted::from_pairs([
            ("text", self.text.clone()),
            ("help", self.help.clone()),
            ("section", self.section.clone()),
            ("low", self.low.clone()),
            ("high", self.high.clone()),
            ("required", check(self.required)),
            ("new_page", check(self.new_page)),
            ("options", self.options.join("\n")),
            ("items", self.items.join("\n")),
            ("least", bound(self.least)),
            ("most", bound(self.most)),
        ])
    }
}

fn lines(posted: &Posted, name: &str, fewest: usize, faults: &mut FormFaults) -> Vec<String> {
    let text = faults.check(name, posted.text(name), true, 6_000);
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !lines.iter().any(|known| known == line) {
            lines.push(line.to_owned());
        }
    }
    if faults.of(name).is_none() && !(fewest..=MOST_OPTIONS).contains(&lines.len()) {
        faults.add(name, FieldFault::Other("question-lines", vec![("fewest", fewest.to_string())]));
    }
    lines
}

fn bound(posted: &Posted, name: &str, faults: &mut FormFaults) -> Option<i64> {
    let text = posted.line(name);
    let number = text.parse().ok();
    if !text.is_empty() && number.is_none() {
        faults.add(name, FieldFault::Other("survey-no-number", Vec::new()));
    }
    number
}

/// The questions page by page.
pub fn pages(questions: &[Question]) -> Vec<&[Question]> {
    let starts = questions.iter().enumerate().filter(|(at, one)| *at == 0 || one.new_page);
    let starts: Vec<usize> = starts.map(|(at, _)| at).collect();
    let ends = starts.iter().skip(1).copied().chain([questions.len()]);
    starts.iter().zip(ends).filter_map(|(from, to)| questions.get(*from..to)).collect()
}

/// A number no question has.
pub fn next_id(questions: &[Question]) -> i64 {
    questions.iter().map(|question| question.id).max().unwrap_or(0) + 1
}

/// Moves a question a place up or down; gives whether it moved.
pub fn shift(questions: &mut [Question], id: i64, up: bool) -> bool {
    let Some(at) = questions.iter().position(|question| question.id == id) else { return false };
    let other =
        if up { at.checked_sub(1) } else { Some(at + 1).filter(|at| *at < questions.len()) };
    match other {
        Some(other) => {
            questions.swap(at, other);
            true
        }
        None => false,
    }
}

/// A question with answers to choose from.
pub fn choice(id: i64, kind: QuestionKind, text: &str, options: &[&str]) -> Question {
    Question {
        text: text.into(),
        options: options.iter().map(|option| (*option).to_owned()).collect(),
        required: true,
        ..Question::empty(id, kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_read_and_written_alike() {
        let question = Question {
            text: "Bạn biết tin qua đâu?".into(),
            options: vec!["Cổng tỉnh".into(), "Loa phường".into(), "Zalo".into()],
            least: Some(1),
            most: Some(2),
            required: true,
            ..Question::empty(3, QuestionKind::Many)
        };
        assert_eq!(Question::read(3, QuestionKind::Many, &question.write()), Ok(question));
    }

    #[test]
    fn what_cannot_be_answered_is_not_asked() {
        for (kind, fields, at) in [
            (QuestionKind::One, vec![("text", "a"), ("options", "x")], "options"),
            (QuestionKind::One, vec![("text", "a"), ("options", "x\n x \n")], "options"),
            (QuestionKind::Grid, vec![("text", "a")], "items"),
            (QuestionKind::Short, vec![], "text"),
            (QuestionKind::Many, vec![("text", "a"), ("options", "x\ny"), ("most", "3")], "most"),
            (QuestionKind::Number, vec![("text", "a"), ("least", "5"), ("most", "3")], "most"),
            (QuestionKind::Number, vec![("text", "a"), ("least", "năm")], "least"),
        ] {
            let faults = Question::read(1, kind, &Posted::from_pairs(fields)).unwrap_err();
            assert!(faults.of(at).is_some(), "{kind:?} {faults:?}");
        }
    }

    #[test]
    fn questions_stand_on_pages_and_move() {
        let mut all: Vec<Question> =
            (1..=4).map(|id| Question::empty(id, QuestionKind::Short)).collect();
        assert_eq!(pages(&all).len(), 1);
        assert_eq!(pages(&[]).len(), 0);
        all[2].new_page = true;
        let sizes: Vec<usize> = pages(&all).iter().map(|page| page.len()).collect();
        assert_eq!(sizes, [2, 2]);
        assert!(
            !shift(&mut all, 1, true) && !shift(&mut all, 4, false) && !shift(&mut all, 9, true)
        );
        assert!(shift(&mut all, 4, true));
        assert_eq!(all.iter().map(|question| question.id).collect::<Vec<_>>(), [1, 2, 4, 3]);
        assert_eq!(next_id(&all), 5);
    }
}
