use portal_core::{Lang, lang::Locales};

use super::*;

fn request(state: State) -> Request {
    let at: DateTime<Utc> = "2026-11-23T01:00:00Z".parse().unwrap();
    Request {
        id: InformationRequestId(7),
        code: "TT-ABCD-EFGH".into(),
        form: Form::Citizen,
        channel: Channel::Web,
        title: "Quy hoạch".into(),
        details: String::new(),
        purpose: "Tìm hiểu".into(),
        wish: Wish::Email,
        proved: true,
        received_at: at,
        confirmed_at: None,
        valid_at: Some(at),
        state,
        number: None,
        complex: None,
        officer: None,
        extended_at: None,
        closed_at: None,
        delivered_at: None,
    }
}

fn reply(kind: ReplyKind, state: ReplyState) -> Reply {
    Reply {
        id: ReplyId(1),
        kind,
        text: "Lời văn".into(),
        reasons: Vec::new(),
        costs: String::new(),
        body: String::new(),
        until: None,
        state,
        author: Some(PersonId(1)),
        changed_at: DateTime::UNIX_EPOCH,
        decided_by: None,
        decided_at: None,
        note: String::new(),
    }
}

#[test]
fn each_state_allows_its_own_replies() {
    use ReplyKind::{Answer, Complete, Extension, Notice, Refusal, Transfer};
    let now = request(State::Arrived).received_at;
    for (state, complex, allowed) in [
        (State::Arrived, None, &[Complete][..]),
        (State::Incomplete, None, &[]),
        (State::Accepted, None, &[Complete, Notice, Answer, Refusal, Transfer]),
        (State::Accepted, Some(true), &[Answer, Refusal, Transfer]),
        (State::Answered, None, &[]),
        (State::Refused, None, &[]),
        (State::Transferred, None, &[]),
        (State::Withdrawn, None, &[]),
        (State::Discarded, None, &[]),
    ] {
        let request = Request { complex, ..request(state) };
        for kind in [Complete, Notice, Extension, Answer, Refusal, Transfer] {
            let can = request.write(kind, None, None, now).is_ok();
            assert_eq!(can, allowed.contains(&kind), "{state:?} {complex:?} {kind:?}");
        }
    }
}

#[test]
fn a_term_is_made_longer_once_in_time_and_only_for_what_is_complex() {
    let due_at: DateTime<Utc> = "2026-12-14T17:00:00Z".parse().unwrap();
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let clock = Some(AnswerClock { due_on: day("2026-12-14"), due_at, longest: day("2026-12-29") });
    let complex = Request { complex: Some(true), ..request(State::Accepted) };
    let before = due_at - chrono::TimeDelta::seconds(1);
    let ask = |request: &Request, now| request.write(ReplyKind::Extension, None, clock, now);
    assert_eq!(ask(&complex, before), Ok(()));
    assert_eq!(ask(&complex, due_at), Err(InformationRefusal::TooLateToExtend));
    let twice = Request { extended_at: Some(before), ..complex.clone() };
    assert_eq!(ask(&twice, before), Err(InformationRefusal::ExtendedBefore));
    let simple = Request { complex: None, ..complex };
    assert_eq!(ask(&simple, before), Err(InformationRefusal::OnlyComplex));
    for (until, good) in [
        (Some("2026-12-14"), false),
        (Some("2026-12-15"), true),
        (Some("2026-12-29"), true),
        (Some("2026-12-30"), false),
        (None, false),
    ] {
        assert_eq!(clocks::check_extension(clock, until.map(day)).is_ok(), good, "{until:?}");
    }
}

#[test]
fn nobody_approves_their_own_reply_and_none_goes_out_unchecked() {
    let draft = reply(ReplyKind::Answer, ReplyState::Draft);
    assert_eq!(draft.submit(true, Wish::Email, 0), Err(InformationRefusal::NoFile));
    assert_eq!(draft.submit(false, Wish::Email, 1), Err(InformationRefusal::SecretsUnchecked));
    assert_eq!(draft.submit(true, Wish::Email, 1), Ok(()));
    assert_eq!(draft.submit(true, Wish::View, 0), Ok(()));
    let refusal = reply(ReplyKind::Refusal, ReplyState::Draft);
    assert_eq!(refusal.submit(true, Wish::View, 0), Err(InformationRefusal::NoReason));
    let submitted = reply(ReplyKind::Answer, ReplyState::Submitted);
    assert_eq!(submitted.submit(true, Wish::View, 0), Err(InformationRefusal::NotNow));
    assert_eq!(submitted.decide(PersonId(1)), Err(InformationRefusal::OwnReply));
    assert_eq!(submitted.decide(PersonId(2)), Ok(()));
    assert_eq!(draft.decide(PersonId(2)), Err(InformationRefusal::NotNow));
}

#[test]
fn the_clock_is_that_of_the_channel() {
    assert_eq!(Channel::Web.simple_clock(), clocks::SIMPLE);
    assert_eq!(Channel::Post.simple_clock(), clocks::SIMPLE_BY_POST);
    assert_eq!(Channel::InPerson.answer_clock(), clocks::ANSWER_IN_PERSON);
    assert_eq!(Channel::Phone.answer_clock(), clocks::ANSWER);
}

#[test]
fn every_word_and_refusal_has_its_text_in_both_languages() {
    let mut keys: Vec<String> =
        InformationRefusal::ALL.iter().map(|one| one.key().to_owned()).collect();
    keys.extend(State::ALL.iter().map(|one| one.text_key()));
    keys.extend(Channel::ALL.iter().map(|one| one.text_key()));
    keys.extend(ReplyState::ALL.iter().map(|one| one.text_key()));
    for form in Form::ALL {
        keys.push(form.text_key());
        keys.push(format!("{}-blank", form.text_key()));
        keys.push(format!("information-sheet-form-{}", form.as_str()));
    }
    for wish in Wish::ALL {
        keys.extend([wish.text_key(), format!("{}-hint", wish.text_key())]);
    }
    for kind in ReplyKind::ALL {
        let word = kind.as_str();
        keys.extend([
            kind.text_key(),
            format!("information-write-{word}"),
            format!("information-write-{word}-lead"),
            format!("information-draft-{word}"),
            format!("information-sheet-{word}"),
            format!("information-sheet-{word}-text"),
        ]);
    }
    for key in [clocks::SIMPLE_BY_POST, clocks::ANSWER_IN_PERSON] {
        keys.push(portal_core::ui::deadline::duty_key(key));
    }
    for lang in [Lang::VI, Lang::EN] {
        let t = Locales::shipped().texts(lang);
        let missing: Vec<&String> = keys.iter().filter(|key| !t.has(key)).collect();
        assert!(missing.is_empty(), "{lang:?}: {missing:?}");
    }
}
