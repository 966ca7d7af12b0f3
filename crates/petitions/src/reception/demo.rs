//! A schedule for the demo province: invented people.

use chrono::{Datelike as _, TimeDelta};
use portal_core::{App, Arrival, Ctx, Outcome, calendar::start_of, lang::local_day};
use uuid::Uuid;

use super::{
    Plan, State, desk,
    facts::{ReceptionOfficeApproved, ReceptionPublished},
    month::Month,
    queries,
};

/// Publishes this month's and the next two months' schedule; what is there already is passed over.
///
/// # Errors
/// A database that goes away.
pub async fn load(app: &App, ctx: &Ctx) -> Outcome<()> {
    let site = ctx.site.id;
    let mut tx = app.begin(ctx).await?;
    if tx.once(Uuid::from_u128(0x1f1_0000), desk::PATH).await? != Arrival::First {
        return tx.roll_back().await;
    }
    let place = "Phòng Tiếp công dân, tầng 1, trụ sở cơ quan";
    let times = "Thường xuyên: sáng 7 giờ 30 – 11 giờ 30, chiều 13 giờ 30 – 17 giờ, thứ Hai đến thứ Sáu. Người đứng đầu tiếp định kỳ ít nhất một ngày mỗi tháng.";
    let contact = "Cán bộ tiếp công dân, điện thoại 0233 3 000 000 (số ví dụ)";
    let words = (place, times, contact);
    let office = queries::insert_office(&tx, site, words, (None, ctx.now)).await?;
    queries::approve_office(&tx, site, office, (None, ctx.now)).await?;
    tx.tell(ReceptionOfficeApproved { about: "reception-office".to_owned(), site }).await?;
    let now = Month::of(local_day(ctx.now));
    for month in [now, now.after(), now.after().after()] {
        for (day, receiver, post) in [
            (15, "Ông Trần Văn Ví Dụ", "Người đứng đầu cơ quan"),
            (25, "Bà Lê Thị Thí Dụ", "Cấp phó của người đứng đầu"),
        ] {
            let Some(date) = weekday(month, day) else { continue };
            let starts_at = start_of(date) + TimeDelta::minutes(7 * 60 + 30);
            let plan = Plan {
                receiver: receiver.into(),
                post: post.into(),
                starts_at,
                ends_at: starts_at + TimeDelta::hours(4),
                place: place.into(),
                participants: "Văn phòng, Thanh tra và phòng chuyên môn liên quan".into(),
                content: "Tiếp nhận khiếu nại, tố cáo, kiến nghị, phản ánh thuộc thẩm quyền".into(),
                exception: String::new(),
            };
            let id = queries::insert(&tx, site, &plan, (None, ctx.now)).await?;
            queries::decide(&tx, site, id, (State::Published, ""), (None, ctx.now)).await?;
            tx.tell(ReceptionPublished { about: format!("reception:{id}"), site }).await?;
        }
    }
    tx.commit().await
}

/// A day of a month, or the Monday after where it falls on a weekend.
fn weekday(month: Month, day: u32) -> Option<chrono::NaiveDate> {
    let date = local_day(month.span().0).with_day(day)?;
    let over = date.weekday().num_days_from_monday().saturating_sub(4);
    let ahead = if over == 0 { 0 } else { 3 - i64::from(over) };
    Some(date + TimeDelta::days(ahead))
}
