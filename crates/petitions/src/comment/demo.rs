//! Comments of the demo: some shown, one answered, some that wait.

use portal_core::{App, Ctx, Outcome, birth};

use super::{CommentState, facts::CommentShown, form::NewComment, module::KEY, queries};
use crate::demo_pages;

const SHOWN: [(&str, &str, Option<&str>); 3] = [
    ("Hoài An", "Thông tin rõ ràng, dễ hiểu. Cảm ơn các anh chị.", None),
    (
        "",
        "Cho tôi hỏi người ở xã khác đến làm thủ tục có được tiếp nhận không?",
        Some("Được. Bạn mang theo giấy tờ tùy thân, nộp tại bộ phận một cửa nơi thuận tiện nhất."),
    ),
    ("Bác Tư", "Nên nhắc lịch trên loa của thôn nữa, nhiều người già không dùng điện thoại.", None),
];
const WAITING: [(&str, &str); 2] = [
    (
        "Minh",
        "Tôi cần gặp cán bộ phụ trách, xin gọi lại số 0912 345 678, nhà ở số 15 đường Lê Lợi.",
    ),
    ("Thu Hà", "Bài viết hữu ích, mong có thêm ảnh hướng dẫn từng bước."),
];

/// Switches comments on at a site and puts some below its newest article of its own.
///
/// # Errors
/// A database that goes away.
pub async fn load(app: &App, ctx: &Ctx) -> Outcome<()> {
    let pages = demo_pages::newest(app, ctx, 12).await?;
    let Some(subject) = pages.iter().find(|page| page.original) else { return Ok(()) };
    let mut tx = app.begin_platform(ctx).await?;
    if !queries::counts(&tx, ctx.site.id).await?.is_empty() {
        return tx.roll_back().await;
    }
    birth::switch_module(app, &mut tx, ctx, ctx.site.id, KEY, true).await?;
    let comment = |name: &str, body: &str| NewComment {
        name: name.into(),
        sealed_email: None,
        body: body.into(),
        proved: true,
    };
    for (name, body, reply) in SHOWN {
        let new = comment(name, body);
        let id = queries::insert(&tx, ctx.site.id, subject, &new, (ctx.lang, ctx.now)).await?;
        let decision = super::Decision {
            state: CommentState::Shown,
            shown_body: None,
            reason: None,
            note: String::new(),
        };
        queries::decide(&tx, ctx.site.id, id, &decision, ctx.now).await?;
        if let Some(reply) = reply {
            queries::answer(&tx, ctx.site.id, id, reply, ctx.now).await?;
        }
        let title = subject.title.clone();
        tx.tell(CommentShown { comment: id, item: subject.id, title, shortened: false }).await?;
    }
    for (name, body) in WAITING {
        let new = comment(name, body);
        queries::insert(&tx, ctx.site.id, subject, &new, (ctx.lang, ctx.now)).await?;
    }
    tx.commit().await
}
