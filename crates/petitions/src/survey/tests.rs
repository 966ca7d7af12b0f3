use chrono::TimeDelta;

use super::{
    question::{QuestionKind, choice},
    *,
};

fn at(hours: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::hours(hours)
}

fn survey(state: SurveyState) -> Survey {
    let question = choice(1, QuestionKind::One, "Bạn đi lại bằng gì?", &["Xe máy", "Xe buýt"]);
    Survey {
        id: 1,
        site_id: 1,
        kind: "survey".into(),
        language: "vi".into(),
        title: "Đi lại".into(),
        intro: String::new(),
        questions: serde_json::to_value([question]).unwrap(),
        state: state.as_str().into(),
        opens_at: at(10),
        closes_at: at(20),
        results: "after".into(),
        keep_days: 90,
        author_id: Some(7),
        campaign_id: None,
        note: String::new(),
    }
}

#[test]
fn it_opens_and_closes_at_a_minute() {
    let approved = survey(SurveyState::Approved);
    let second = TimeDelta::seconds(1);
    for (now, phase) in [
        (at(10) - second, Phase::Coming),
        (at(10), Phase::Open),
        (at(20) - second, Phase::Open),
        (at(20), Phase::Over),
    ] {
        assert_eq!(approved.phase(now), phase, "{now}");
    }
    assert_eq!(survey(SurveyState::Draft).phase(at(15)), Phase::Draft);
}

#[test]
fn hidden_results_are_hidden_until_the_end() {
    let hidden = survey(SurveyState::Approved);
    assert!(!hidden.shows_results(at(15)) && hidden.shows_results(at(20)));
    let shown = Survey { results: "during".into(), ..hidden };
    assert!(shown.shows_results(at(15)) && !shown.shows_results(at(5)));
    assert!(!survey(SurveyState::Submitted).shows_results(at(30)));
}

#[test]
fn nobody_approves_their_own_text_nor_one_they_did_not_see() {
    let submitted = survey(SurveyState::Submitted);
    let (hash, other) = (submitted.hash(), Some(PersonId(8)));
    assert_eq!(submitted.approve(other, &hash, at(0)), Ok(()));
    let own = submitted.approve(Some(PersonId(7)), &hash, at(0));
    assert_eq!(own, Err(SurveyRefusal::OwnText));
    assert_eq!(submitted.approve(other, "x", at(0)), Err(SurveyRefusal::Changed));
    assert_eq!(submitted.approve(other, &hash, at(20)), Err(SurveyRefusal::OverAlready));
    let draft = survey(SurveyState::Draft);
    assert_eq!(draft.approve(other, &hash, at(0)), Err(SurveyRefusal::NotSubmitted));
    let longer = Survey { title: "Đi lại hằng ngày".into(), ..submitted };
    assert_ne!(longer.hash(), hash);
}

#[test]
fn what_is_public_is_not_changed() {
    assert!(survey(SurveyState::Draft).may_be_changed().is_ok());
    for state in [SurveyState::Submitted, SurveyState::Approved] {
        assert_eq!(survey(state).may_be_changed(), Err(SurveyRefusal::NotADraft));
    }
    let empty = Survey { questions: serde_json::json!([]), ..survey(SurveyState::Draft) };
    assert_eq!(empty.submit(at(0)), Err(SurveyRefusal::NoQuestion));
    let two = Survey {
        kind: "poll".into(),
        questions: serde_json::to_value([
            choice(1, QuestionKind::One, "a", &["x", "y"]),
            choice(2, QuestionKind::One, "b", &["x", "y"]),
        ])
        .unwrap(),
        ..survey(SurveyState::Draft)
    };
    assert_eq!(two.submit(at(0)), Err(SurveyRefusal::OneQuestion));
    assert_eq!(survey(SurveyState::Approved).close(at(15)), Ok(()));
    assert_eq!(survey(SurveyState::Approved).close(at(20)), Err(SurveyRefusal::NotOpen));
    assert_eq!(survey(SurveyState::Submitted).give_back(""), Err(SurveyRefusal::SayWhy));
}
