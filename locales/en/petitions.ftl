module-petitions = Petitions and questions
module-petitions-what = Receives, forwards, answers and publishes what people and organisations send.
petition-kind-question = Question
petition-kind-reflection = Reflection
petition-kind-proposal = Proposal
petition-channel-web = Sent through the portal
petition-channel-mail = Sent by e-mail
petition-channel-paper = On paper
petition-channel-phone = By telephone
petition-channel-reception = At citizen reception
petition-state-received = Just received
petition-state-registered = Being dealt with
petition-state-forwarded = Forwarded to the unit in charge
petition-state-answered = Answered
petition-state-outside = Outside our competence
petition-state-refused = Cannot be accepted
petition-state-withdrawn = Withdrawn by the sender
petition-state-merged = Merged with the same petition
petition-code-broken = A tracking code has the letters KN, two digits of the year and eight characters, for example KN-26-7F3K-9M2Q.
petition-code-slip = A character is wrong. Please look at your receipt again.
fact-petitions-petition-received = The portal received { $what ->
    [question] question
    [reflection] report
   *[proposal] proposal
 } { $code }.
fact-petitions-petition-confirmed = The sender of { $subject } confirmed the address.
fact-petitions-petition-added = The sender added to { $subject }.
fact-petitions-petition-withdrawn = The sender withdrew { $subject }.
fact-petitions-sender-erasure-asked = The sender of { $subject } asked for their personal data to be erased.
fact-petitions-sender-erased = The personal data of the sender of { $subject } were erased.
petition-letter-head = Dear Sir or Madam,
petition-letter-foot =
    Follow the handling with your tracking code and secret code at:
    { $url }

    { $unit }
    This letter was sent automatically; please do not reply to it.
petition-letter-promised = An answer is expected by { $on } at the latest.
petition-letter-received = Letter of receipt
petition-letter-forwarded = Letter on passing it to the unit in charge
petition-letter-progress = Progress letter
petition-letter-answered = Letter of answer
petition-letter-outside = Letter on where to turn
petition-letter-refused = Letter of refusal
petition-letter-merged = Letter on joining the same matter
petition-letter-withdrawn = Letter on withdrawal
petition-letter-deadline-moved = Letter on a changed deadline
petition-letter-asked = Letter asking for more
petition-letter-received-subject = { $code } was received
petition-letter-received-text =
    { $unit } received your { $kind } at { $at }.

    Tracking code: { $code }
    Secret code: { $secret }
    Please keep both, and tell nobody the secret code.

    What happens next:
    - it is passed to the unit in charge by { $forward } at the latest;
    - you get an answer, or a progress notice, by { $answer } at the latest.

    Please open this link and press “Confirm”, so that we know that this address is yours:
    { $confirm }
    The deadlines do not wait for it. If you did not send this, please disregard the letter.
petition-letter-forwarded-subject = { $code } was passed to the unit in charge
petition-letter-forwarded-text =
    What you sent under { $code } was passed to { $name }, which answers by { $answer } at the latest.
petition-letter-progress-subject = Progress of { $code }
petition-letter-progress-text =
    On what you sent under { $code }, the unit in charge lets you know:
petition-letter-answered-subject = { $code } has been answered
petition-letter-answered-text =
    On what you sent under { $code }, the competent authority answers:
petition-letter-outside-subject = Where to turn with { $code }
petition-letter-outside-text =
    What you sent under { $code } is outside the competence of the authorities of this province.
petition-letter-refused-subject = { $code } was not accepted
petition-letter-refused-text =
    What you sent under { $code } cannot be accepted.
petition-letter-merged-subject = { $code } is handled with the same matter
petition-letter-merged-text =
    What you sent under { $code } is the same as a matter already received and will be answered with it. You will get a letter then.
petition-letter-withdrawn-subject = { $code } was withdrawn
petition-letter-withdrawn-text =
    As you asked, what you sent under { $code } was withdrawn and is not handled further.
petition-letter-deadline-moved-subject = The deadline of { $code } has changed
petition-letter-deadline-moved-text =
    Because the working calendar changed, the deadline for answering { $code } moved from { $from } to { $to }.
petition-letter-asked-subject = More is needed for { $code }
petition-letter-asked-text =
    To handle what you sent under { $code }, the unit in charge asks you for more:
