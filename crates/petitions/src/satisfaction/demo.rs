//! Marks of the demo: the newest articles of a site, marked over some months.

use chrono::Days;
use portal_core::{App, Ctx, Outcome, lang::local_day};

use super::{Level, MarkedPage, Marks, jobs, queries, results};
use crate::demo_pages;

const WORDS: [&str; 3] = [
    "Bài không ghi giờ làm việc buổi chiều, tôi đến nơi thì đã đóng cửa.",
    "Chữ trong bảng nhỏ quá, xem trên điện thoại phải kéo ngang.",
    "Nên có đường dẫn tới mẫu đơn để tải về luôn.",
];

/// Marks the newest articles of a site that has no marks.
///
/// # Errors
/// A database that goes away.
pub async fn load(app: &App, ctx: &Ctx) -> Outcome<()> {
    let today = local_day(ctx.now);
    let pages = demo_pages::newest(app, ctx, 6).await?;
    let mut tx = app.begin(ctx).await?;
    let marked = queries::of_site(&tx, ctx.site.id, results::year_of(today)).await?;
    if marked != Marks::default() {
        return tx.roll_back().await;
    }
    for (number, page) in pages.iter().map(MarkedPage::from).enumerate() {
        for turn in 0..(47 - number * 6) {
            let level = match (turn * 3 + number) % 10 {
                0..5 => Level::Very,
                5..9 => Level::Content,
                _ => Level::Unhappy,
            };
            let back = u64::try_from(turn * 5 % 140).unwrap_or(0);
            let day = today.checked_sub_days(Days::new(back)).unwrap_or(today);
            queries::insert_mark(&tx, ctx.site.id, &page, level, day).await?;
        }
        if let Some(words) = WORDS.get(number) {
            queries::insert_words(&tx, ctx.site.id, &page, words, today).await?;
        }
    }
    tx.untold();
    tx.commit().await?;
    jobs::fold(app, ctx).await
}
