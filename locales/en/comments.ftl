module-comments = Comments
module-comments-what = Readers comment on articles; shown only once approved.
