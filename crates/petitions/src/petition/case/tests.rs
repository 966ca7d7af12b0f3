use chrono::TimeDelta;

use super::*;

const PROVINCE: SiteId = SiteId(1);
const HEALTH: SiteId = SiteId(2);
const HOME: SiteId = SiteId(3);
const NOW: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn case(state: CaseState, unit: Option<SiteId>) -> Case {
    Case {
        id: PetitionId(7),
        site: PROVINCE,
        received_at: NOW,
        confidential: false,
        state,
        number: None,
        unit,
        officer: None,
        merged_into: None,
        closed: !state.is_open(),
        published: false,
        version: 3,
        hops: usize::from(state == CaseState::Forwarded),
        accepted: false,
        joint: false,
        progresses: 0,
        draft: None,
        due_at: Some(NOW + TimeDelta::days(15)),
    }
}

fn at(site: SiteId) -> Standing {
    Standing {
        site,
        province: site == PROVINCE,
        person: Some(PersonId(9)),
        lenders: Vec::new(),
        handles: true,
        approves: false,
        extends: false,
        now: NOW,
    }
}

fn approver(site: SiteId) -> Standing {
    Standing { handles: false, approves: true, ..at(site) }
}

fn submitted(kind: AnswerKind, author: i64) -> Option<Draft> {
    let state = DraftState::Submitted;
    Some(Draft { id: 1, kind, state, author: Some(PersonId(author)), promised_on: None })
}

#[test]
fn each_desk_has_its_acts() {
    use ActKind::*;
    let joint = Case { joint: true, ..case(CaseState::Forwarded, Some(HEALTH)) };
    for (case, who, acts) in [
        (
            case(CaseState::Received, None),
            at(PROVINCE),
            vec![Register, Forward, Assign, Outside, Refuse, Merge, Split, Note],
        ),
        (
            case(CaseState::Registered, Some(PROVINCE)),
            at(PROVINCE),
            vec![Forward, Assign, Answer, Progress, Outside, Refuse, Merge, Split, Note],
        ),
        (
            case(CaseState::Forwarded, Some(HEALTH)),
            at(PROVINCE),
            vec![Forward, TakeBack, Split, Note],
        ),
        (
            case(CaseState::Forwarded, Some(HEALTH)),
            at(HEALTH),
            vec![Accept, Assign, Answer, Progress, GiveBack, Note],
        ),
        (joint, at(HOME), vec![Contribute, Note]),
        (case(CaseState::Forwarded, Some(HEALTH)), approver(HEALTH), vec![Assign, Note]),
        (case(CaseState::Answered, Some(HEALTH)), at(HEALTH), vec![Answer, Note]),
        (case(CaseState::Outside, None), at(PROVINCE), vec![Note]),
        (case(CaseState::Withdrawn, None), at(PROVINCE), vec![Note]),
    ] {
        assert_eq!(case.acts(&who), acts, "{:?} at {:?}", case.state, who.site);
    }
}

#[test]
fn nobody_approves_what_they_wrote_or_what_their_lender_wrote() {
    let with = |author| Case {
        draft: submitted(AnswerKind::Answer, author),
        ..case(CaseState::Forwarded, Some(HEALTH))
    };
    let who = approver(HEALTH);
    assert_eq!(with(8).may_send(&who), Ok(()));
    assert_eq!(with(9).may_send(&who), Err(Refusal::OwnText));
    let lent = Standing { lenders: vec![PersonId(8)], ..who.clone() };
    assert_eq!(with(8).may_send(&lent), Err(Refusal::OwnText));
    assert_eq!(with(8).may_send(&at(HEALTH)), Err(Refusal::NoRight));
    assert_eq!(with(8).may_send(&approver(HOME)), Err(Refusal::NotYours));
}

#[test]
fn a_progress_notice_goes_out_in_time_and_the_second_needs_the_head() {
    let waiting = Case {
        draft: submitted(AnswerKind::Progress, 8),
        ..case(CaseState::Forwarded, Some(HEALTH))
    };
    let who = approver(HEALTH);
    assert_eq!(waiting.may_send(&who), Ok(()));
    let late = Standing { now: NOW + TimeDelta::days(15), ..who.clone() };
    assert_eq!(waiting.may_send(&late), Err(Refusal::TooLate));
    assert_eq!(waiting.allows(ActKind::Approve, &late), Ok(()), "it can still be returned");
    let second = Case { progresses: 1, ..waiting };
    assert_eq!(second.may_send(&who), Err(Refusal::NeedsHead));
    assert_eq!(second.may_send(&Standing { extends: true, ..who }), Ok(()));
}

#[test]
fn after_three_units_the_provincial_office_decides() {
    let tired = Case { hops: MOST_HOPS, ..case(CaseState::Forwarded, Some(HEALTH)) };
    assert_eq!(tired.allows(ActKind::GiveBack, &at(HEALTH)), Err(Refusal::TooManyHops));
    assert_eq!(tired.allows(ActKind::Forward, &at(PROVINCE)), Err(Refusal::TooManyHops));
    let office = Standing { handles: true, ..approver(PROVINCE) };
    assert_eq!(tired.allows(ActKind::Forward, &office), Ok(()));
    // A petition that a department received can only be laid before the province.
    let elsewhere = Case { site: HOME, ..tired };
    assert_eq!(elsewhere.may_go_to(SiteId(5), &at(HOME), PROVINCE), Err(Refusal::TooManyHops));
    assert_eq!(elsewhere.may_go_to(PROVINCE, &at(HOME), PROVINCE), Ok(()));
}

#[test]
fn a_later_petition_is_merged_into_an_earlier_one() {
    let earlier = case(CaseState::Forwarded, Some(HEALTH));
    let later = Case {
        id: PetitionId(8),
        received_at: NOW + TimeDelta::hours(1),
        ..case(CaseState::Received, None)
    };
    assert_eq!(later.merges_into(&earlier), Ok(()));
    assert_eq!(earlier.merges_into(&later), Err(Refusal::IntoTheOlder));
    assert_eq!(later.merges_into(&later), Err(Refusal::NoSuchPetition));
    let closed = Case { state: CaseState::Answered, ..earlier };
    assert_eq!(later.merges_into(&closed), Err(Refusal::NotOpen));
}

#[test]
fn what_was_decided_by_an_older_look_is_refused() {
    let case = case(CaseState::Received, None);
    assert_eq!(case.is_version(3), Ok(()));
    assert_eq!(case.is_version(2), Err(Refusal::Stale));
}
