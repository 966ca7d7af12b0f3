//! Answers counted.

use serde::{Deserialize, Serialize};

use super::{
    answer::{Answer, Answers},
    question::{Question, QuestionKind},
};

/// A breakdown of fewer answers than this is shown to nobody outside: a few could be made out.
pub const FLOOR: i64 = 5;

/// The answers of a survey, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// How many people answered.
    pub ballots: i64,
    /// Question by question, in order.
    pub questions: Vec<QuestionTally>,
}

/// The answers to a question, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionTally {
    /// Which.
    pub id: i64,
    /// How many answered it.
    pub answered: i64,
    /// What they answered.
    pub counts: Counts,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Counts {
    /// How many chose each option.
    Options(Vec<i64>),
    /// How many gave each mark.
    Marks([i64; 5]),
    /// The same for each row.
    Rows(Vec<[i64; 5]>),
    /// The sum of all numbers.
    Sum(i64),
    /// Words are not counted.
    Words,
}

impl Tally {
    /// Counts.
    pub fn of<'a>(questions: &[Question], ballots: impl IntoIterator<Item = &'a Answers>) -> Self {
        let mut tally = Self { ballots: 0, questions: questions.iter().map(nothing).collect() };
        for ballot in ballots {
            tally.ballots += 1;
            for question in &mut tally.questions {
                if let Some(answer) = ballot.get(&question.id) {
                    question.answered += 1;
                    question.counts.add(answer);
                }
            }
        }
        tally
    }

    /// The counts of a question.
    pub fn question(&self, id: i64) -> Option<&QuestionTally> {
        self.questions.iter().find(|question| question.id == id)
    }
}

fn nothing(question: &Question) -> QuestionTally {
    let counts = match question.kind {
        QuestionKind::One | QuestionKind::Many => Counts::Options(vec![0; question.options.len()]),
        QuestionKind::Scale => Counts::Marks([0; 5]),
        QuestionKind::Grid => Counts::Rows(vec![[0; 5]; question.items.len()]),
        QuestionKind::Number => Counts::Sum(0),
        QuestionKind::Short | QuestionKind::Long => Counts::Words,
    };
    QuestionTally { id: question.id, answered: 0, counts }
}

impl Counts {
    fn add(&mut self, answer: &Answer) {
        match (self, answer) {
            (Self::Options(counts), Answer::One(at)) => one_more(counts.get_mut(*at)),
            (Self::Options(counts), Answer::Many(all)) => {
                for at in all {
                    one_more(counts.get_mut(*at));
                }
            }
            (Self::Marks(counts), Answer::Scale(mark)) => {
                one_more(counts.get_mut(mark.wrapping_sub(1)));
            }
            (Self::Rows(rows), Answer::Grid(marks)) => {
                for (row, mark) in rows.iter_mut().zip(marks) {
                    one_more(mark.and_then(|mark| row.get_mut(mark.wrapping_sub(1))));
                }
            }
            (Self::Sum(sum), Answer::Number(number)) => *sum = sum.saturating_add(*number),
            _ => {}
        }
    }
}

fn one_more(count: Option<&mut i64>) {
    if let Some(count) = count {
        *count += 1;
    }
}

/// How many gave a mark, and the mean of their marks; `None` for nobody's.
#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
pub fn mean(marks: &[i64; 5]) -> Option<(i64, f64)> {
    let count: i64 = marks.iter().sum();
    let sum: i64 = marks.iter().zip(1..).map(|(count, mark)| count * mark).sum();
    (count > 0).then(|| (count, sum as f64 / count as f64))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::question::choice, *};

    #[test]
    fn answers_are_counted_by_question() {
        let questions = [
            choice(1, QuestionKind::One, "a", &["x", "y"]),
            choice(2, QuestionKind::Many, "b", &["x", "y", "z"]),
            Question {
                items: vec!["i".into(), "k".into()],
                ..Question::empty(3, QuestionKind::Grid)
            },
            Question::empty(4, QuestionKind::Number),
        ];
        let ballots = [
            Answers::from([
                (1, Answer::One(1)),
                (2, Answer::Many(vec![0, 2])),
                (3, Answer::Grid(vec![Some(5), None])),
                (4, Answer::Number(7)),
            ]),
            Answers::from([(1, Answer::One(1)), (3, Answer::Grid(vec![Some(4), Some(1)]))]),
        ];
        let tally = Tally::of(&questions, &ballots);
        assert_eq!(tally.ballots, 2);
        assert_eq!(tally.questions[0].counts, Counts::Options(vec![0, 2]));
        assert_eq!(tally.questions[1].counts, Counts::Options(vec![1, 0, 1]));
        assert_eq!(tally.questions[1].answered, 1);
        assert_eq!(tally.questions[2].counts, Counts::Rows(vec![[0, 0, 0, 1, 1], [1, 0, 0, 0, 0]]));
        assert_eq!(tally.questions[3].counts, Counts::Sum(7));
        let json = serde_json::to_value(&tally).unwrap();
        assert_eq!(serde_json::from_value::<Tally>(json).unwrap(), tally);
    }

    #[test]
    fn a_mean_of_nothing_is_nothing() {
        assert_eq!(mean(&[0; 5]), None);
        assert_eq!(mean(&[1, 0, 0, 0, 1]), Some((2, 3.0)));
    }

    proptest! {
        #[test]
        fn counts_add_up_to_the_ballots(votes in proptest::collection::vec(0_usize..3, 0..50)) {
            let question = choice(1, QuestionKind::One, "a", &["x", "y", "z"]);
            let ballots: Vec<Answers> =
                votes.iter().map(|vote| Answers::from([(1, Answer::One(*vote))])).collect();
            let tally = Tally::of(&[question], &ballots);
            let Counts::Options(counts) = &tally.questions[0].counts else { panic!("options") };
            prop_assert_eq!(counts.iter().sum::<i64>(), tally.ballots);
        }
    }
}
