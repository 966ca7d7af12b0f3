//! Every way an item may and may not go.

use proptest::prelude::*;

use super::*;

const WRITER: PersonId = PersonId(1);
const EDITOR: PersonId = PersonId(2);
const APPROVER: PersonId = PersonId(3);

fn now() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH
}

fn text(id: i64, body: &str) -> Exact {
    let hash = EditionHash::of("article", "vi", "T", "", body, &Value::Null);
    Exact { id: EditionId(id), hash }
}

fn standing(state: State) -> Snapshot {
    let newest = text(2, "b");
    let approved = matches!(state, State::Approved | State::Published | State::Withdrawn);
    Snapshot {
        state,
        newest,
        author: Some(EDITOR),
        created_by: Some(WRITER),
        approval: approved.then_some(Approval { hash: newest.hash, by: APPROVER }),
        public: (state == State::Published).then_some(newest),
    }
}

fn reasons() -> Vec<RefusalReason> {
    vec![RefusalReason { code: "outside-role".into(), text_vi: "a".into(), text_en: "a".into() }]
}

#[test]
fn each_act_is_for_its_states() {
    use State::{Approved, Draft, Published, Refused, Submitted, Withdrawn};
    for state in State::ALL {
        let item = standing(state);
        let seen = item.newest.hash;
        let goes = |result: Result<Decision, Refusal>| match result {
            Ok(decision) => Some(decision.state),
            Err(Refusal::WrongState(at)) => {
                assert_eq!(at, state);
                None
            }
            Err(Refusal::NothingPublic) => None,
            Err(other) => panic!("{state:?}: {other:?}"),
        };
        let expected = |from: &[State], to: State| from.contains(&state).then_some(to);
        assert_eq!(
            goes(item.submit(seen, now())),
            expected(&[Draft, Refused, Withdrawn], Submitted)
        );
        assert_eq!(goes(item.approve(APPROVER, seen, now())), expected(&[Submitted], Approved));
        let refused = item.refuse(APPROVER, seen, ("outside-role", "n"), &reasons(), now());
        assert_eq!(goes(refused), expected(&[Submitted, Approved], Refused));
        assert_eq!(goes(item.publish(seen, now())), expected(&[Approved], Published));
        assert_eq!(goes(item.withdraw("n", now())), expected(&[Published], Withdrawn));
        assert_eq!(item.edit(item.newest.id), Ok(Draft));
    }
}

#[test]
fn each_rule_has_its_refusal() {
    let submitted = standing(State::Submitted);
    let approved = standing(State::Approved);
    let published = standing(State::Published);
    let (seen, other) = (submitted.newest.hash, text(9, "z").hash);
    let refuse = |by, reason, note| submitted.refuse(by, seen, (reason, note), &reasons(), now());
    for (result, expected) in [
        (submitted.approve(WRITER, seen, now()), Refusal::OwnText),
        (submitted.approve(EDITOR, seen, now()), Refusal::OwnText),
        (submitted.approve(APPROVER, other, now()), Refusal::TextChanged),
        (refuse(WRITER, "outside-role", "n"), Refusal::OwnText),
        (refuse(APPROVER, "", "n"), Refusal::ReasonMissing),
        (refuse(APPROVER, "no-such", "n"), Refusal::ReasonUnknown),
        (refuse(APPROVER, "outside-role", " \n"), Refusal::NoteMissing),
        (approved.publish(other, now()), Refusal::TextChanged),
        (Snapshot { approval: None, ..approved }.publish(seen, now()), Refusal::NotApproved),
        (
            Snapshot { approval: Some(Approval { hash: other, by: APPROVER }), ..approved }
                .publish(seen, now()),
            Refusal::NotApproved,
        ),
        (
            Snapshot { approval: Some(Approval { hash: seen, by: WRITER }), ..approved }
                .publish(seen, now()),
            Refusal::NotApproved,
        ),
        (published.withdraw("", now()), Refusal::NoteMissing),
        (submitted.withdraw("n", now()), Refusal::NothingPublic),
    ] {
        assert_eq!(result, Err(expected));
    }
    assert_eq!(submitted.edit(EditionId(1)), Err(Refusal::TextChanged));
}

#[test]
fn approving_and_publishing_may_be_one_act() {
    let item = standing(State::Submitted);
    assert!(item.approve(APPROVER, item.newest.hash, now()).is_ok());
    let published = item.approved(APPROVER).publish(item.newest.hash, now()).unwrap();
    assert_eq!((published.state, published.public), (State::Published, Public::Shows));
}

#[test]
fn what_readers_see_stays_until_a_newer_text_is_published() {
    let old = text(1, "a");
    let item = Snapshot { public: Some(old), ..standing(State::Draft) };
    let submitted = item.submit(item.newest.hash, now()).unwrap();
    assert_eq!(submitted.public, Public::Stays);
    let withdrawn = item.withdraw("n", now()).unwrap();
    assert_eq!((withdrawn.on, withdrawn.state), (old, State::Draft), "the draft goes on");
}

#[test]
fn a_hash_tells_every_text_apart() {
    let fields = serde_json::json!({ "author": "An" });
    let base = EditionHash::of("article", "vi", "ab", "c", "d", &fields);
    assert_eq!(base, EditionHash::of("article", "vi", "ab", "c", "d", &fields));
    for other in [
        EditionHash::of("page", "vi", "ab", "c", "d", &fields),
        EditionHash::of("article", "en", "ab", "c", "d", &fields),
        EditionHash::of("article", "vi", "a", "bc", "d", &fields),
        EditionHash::of("article", "vi", "ab", "", "cd", &fields),
        EditionHash::of("article", "vi", "ab", "c", "d", &Value::Null),
    ] {
        assert_ne!(base, other);
    }
    assert_eq!(EditionHash::parse(&base.to_string()), Some(base));
    assert_eq!(EditionHash::parse("00"), None);
    assert_eq!(EditionHash::parse("x"), None);
}

/// What somebody tries.
#[derive(Debug, Clone)]
enum Try {
    Edit(i64, u8),
    Submit,
    Approve(i64),
    Refuse(i64),
    Publish,
    Withdraw,
}

fn tries() -> impl Strategy<Value = Vec<Try>> {
    let person = 1..4_i64;
    let one = prop_oneof![
        (person.clone(), 0..3_u8).prop_map(|(by, text)| Try::Edit(by, text)),
        Just(Try::Submit),
        person.clone().prop_map(Try::Approve),
        person.prop_map(Try::Refuse),
        Just(Try::Publish),
        Just(Try::Withdraw),
    ];
    prop::collection::vec(one, 1..60)
}

/// Does to a snapshot what the statements do to the rows.
fn put(item: &mut Snapshot, decision: &Decision) {
    item.state = decision.state;
    match decision.public {
        Public::Stays => {}
        Public::Shows => item.public = Some(decision.on),
        Public::Nothing => item.public = None,
    }
}

proptest! {
    #[test]
    fn nothing_is_published_without_approval_of_the_same_text_by_another(tries in tries()) {
        let mut item = Snapshot { created_by: Some(WRITER), ..standing(State::Draft) };
        let mut approvals: Vec<(EditionHash, PersonId, Option<PersonId>)> = Vec::new();
        for (place, one) in (10_i64..).zip(tries) {
            let seen = item.newest.hash;
            let decided = match one {
                Try::Edit(by, body) => {
                    if let Ok(state) = item.edit(item.newest.id) {
                        item.state = state;
                        item.newest = text(place, &body.to_string());
                        item.author = Some(PersonId(by));
                        item.approval = None;
                    }
                    continue;
                }
                Try::Submit => item.submit(seen, now()),
                Try::Approve(by) => {
                    let decided = item.approve(PersonId(by), seen, now());
                    if decided.is_ok() {
                        item.approval = Some(Approval { hash: seen, by: PersonId(by) });
                        approvals.push((seen, PersonId(by), item.author));
                    }
                    decided
                }
                Try::Refuse(by) => {
                    item.refuse(PersonId(by), seen, ("outside-role", "n"), &reasons(), now())
                }
                Try::Publish => item.publish(seen, now()),
                Try::Withdraw => item.withdraw("n", now()),
            };
            if let Ok(decision) = decided {
                put(&mut item, &decision);
                if decision.verdict == Verdict::Published {
                    let rightly = approvals.iter().any(|(hash, by, author)| {
                        *hash == decision.on.hash && *by != WRITER && Some(*by) != *author
                    });
                    prop_assert!(rightly);
                }
            }
        }
    }
}
