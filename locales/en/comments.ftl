module-comments = Comments below articles
module-comments-what = Readers comment on articles; shown only after somebody has looked.
may-comments-moderate = Show, refuse and answer readers' comments
comments = Comments
comment-write = Write a comment
comment-moderated = Comments are shown after the editorial board has looked at them.
comment-reader = A reader
comment-unit-answers = The editorial board answers
comment-on = Comment on
comment-of = Comment by { $name }
comment-field-name = Name to be shown
comment-name-hint = Left empty, it says “A reader”.
comment-field-email = E-mail
comment-email-hint = Used once, to tell you what became of the comment; never shown, and erased right after. May be left empty.
comment-field-body = Comment
comment-body-hint = At most 2,000 characters, without links.
comment-privacy = Do not write anybody's telephone number, address or identity number in a comment. If you need the authority to act, send a petition: it is answered within the time the law sets.
comment-send = Send the comment
comment-sending = Sending…
comment-cancel = Back to the article
comment-back = Back to the article
comment-sent-title = Your comment has arrived
comment-sent-text = The editorial board looks at it before it is shown. Insults, advertising, personal data and what has nothing to do with the article are not shown.
comment-no-links = A comment may not contain links.
comment-no-email = This is no e-mail address; an example: name@gmail.com.
comment-enough-today = Too many comments came from your network today. Please send it again tomorrow.
comment-state = State
comment-state-waiting = Waiting
comment-state-shown = Shown
comment-state-refused = Refused
comment-reason-off-topic = Has nothing to do with the article
comment-reason-rude = Insulting or rude
comment-reason-personal = Personal data
comment-reason-advertising = Advertising
comment-reason-unlawful = Against the law
comment-reason-petition = Is a petition or complaint: please use its own channel
comment-reason-other = Another reason
comment-already-shown = This comment is shown already.
comment-already-refused = This comment was refused already.
comment-nothing-left = There is nothing to show.
comment-say-why = Say what the other reason is.
comment-not-shown = Only a comment that is shown can be answered.
comments-title = Readers' comments
comments-lead = A comment is shown only after somebody has looked at it. What looks like personal data is marked.
comments-none = No comments here
comments-none-text = What readers send waits under “Waiting”.
comments-all = Choose all
comments-chosen = { "{" }n{ "}" } chosen
comments-choose = Choose
comments-show = Show
comments-refuse = Refuse
comments-article = Below
comments-sent = Sent
comments-personal = { $count ->
    [one] 1 place looks like personal data
   *[other] { $count } places look like personal data
}
comments-unproved = The browser did not pass the check against spam
comments-done-shown = { $count } comments are shown now.
comments-done-refused = { $count } comments were refused.
comments-done-answered = The editorial board's answer is saved.
comments-left = { $count } comments look as if they held personal data: open each of them before it is shown.
comments-choose-reason = Choose a reason before refusing several comments.
comment-choose = Choose a reason
comment-acts = What can be done
comment-field-text = Text to be shown
comment-text-hint = Personal data may be taken out; the original is kept.
comment-show = Show
comment-show-says = Shown below the article at once. To undo: “Take down”.
comment-shown-as = Shown, shortened, as:
comment-field-reply = The editorial board's answer
comment-reply-hint = Shown below the comment at once. Saved empty, the answer goes.
comment-answer = Save the answer
comment-answer-says = Readers see the answer below this comment.
comment-field-reason = Reason
comment-field-note = Note
comment-note-hint = The sender reads it, if they left an e-mail address. Needed for “Another reason”.
comment-refuse = Refuse
comment-take-down = Take down
comment-refuse-says = Not shown below the article; the original is deleted after 90 days.
comment-letter-subject = What became of your comment
comment-letter-shown = Your comment on “{ $title }” is shown now:
    { $url }

    { $site }
    Your e-mail address was erased after this letter.
comment-letter-refused = Your comment on “{ $title }” is not shown.
    Reason: { $reason }.

    { $site }
    Your e-mail address was erased after this letter.
fact-comments-comment-shown = { $who } showed a comment below “{ $title }”.
fact-comments-comment-refused = { $who } refused or took down a comment below “{ $title }”.
fact-comments-comment-answered = { $who } answered a comment below “{ $title }”.
