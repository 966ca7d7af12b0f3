-- Kinds of document: the 29 of Decree 30/2020 Art. 7, and those that law is made of. Data: a kind that
-- a law adds is a row.
create table document_kinds (
  key text primary key check (key ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name text not null check (name <> ''),
  name_en text not null check (name_en <> ''),
  -- As in numbers: QĐ; empty for letters, which have none.
  abbreviation text not null default '',
  -- Place in lists: what offices issue most stands first.
  position integer not null
);
grant select on document_kinds to portal_request, portal_platform;

insert into document_kinds (key, name, name_en, abbreviation, position) values
  ('quyet-dinh', 'Quyết định', 'Decision', 'QĐ', 10),
  ('nghi-quyet', 'Nghị quyết', 'Resolution', 'NQ', 20),
  ('chi-thi', 'Chỉ thị', 'Directive', 'CT', 30),
  ('ke-hoach', 'Kế hoạch', 'Plan', 'KH', 40),
  ('thong-bao', 'Thông báo', 'Notice', 'TB', 50),
  ('cong-van', 'Công văn', 'Official letter', '', 60),
  ('huong-dan', 'Hướng dẫn', 'Guidance', 'HD', 70),
  ('chuong-trinh', 'Chương trình', 'Programme', 'CTr', 80),
  ('bao-cao', 'Báo cáo', 'Report', 'BC', 90),
  ('quy-che', 'Quy chế', 'Regulation', 'QC', 100),
  ('quy-dinh', 'Quy định', 'Rules', 'QyĐ', 110),
  ('de-an', 'Đề án', 'Scheme', 'ĐA', 120),
  ('cong-dien', 'Công điện', 'Dispatch', 'CĐ', 130),
  ('to-trinh', 'Tờ trình', 'Submission', 'TTr', 140),
  ('thong-cao', 'Thông cáo', 'Communiqué', 'TC', 150),
  ('phuong-an', 'Phương án', 'Project option', 'PA', 160),
  ('du-an', 'Dự án', 'Project', 'DA', 170),
  ('bien-ban', 'Biên bản', 'Minutes', 'BB', 180),
  ('hop-dong', 'Hợp đồng', 'Contract', 'HĐ', 190),
  ('ban-ghi-nho', 'Bản ghi nhớ', 'Memorandum', 'BGN', 200),
  ('ban-thoa-thuan', 'Bản thỏa thuận', 'Agreement', 'BTT', 210),
  ('giay-uy-quyen', 'Giấy ủy quyền', 'Power of attorney', 'GUQ', 220),
  ('giay-moi', 'Giấy mời', 'Invitation', 'GM', 230),
  ('giay-gioi-thieu', 'Giấy giới thiệu', 'Letter of introduction', 'GGT', 240),
  ('giay-nghi-phep', 'Giấy nghỉ phép', 'Leave permit', 'GNP', 250),
  ('phieu-gui', 'Phiếu gửi', 'Dispatch slip', 'PG', 260),
  ('phieu-chuyen', 'Phiếu chuyển', 'Transfer slip', 'PC', 270),
  ('phieu-bao', 'Phiếu báo', 'Notice slip', 'PB', 280),
  ('thu-cong', 'Thư công', 'Official correspondence', '', 290),
  ('hien-phap', 'Hiến pháp', 'Constitution', 'HP', 500),
  ('bo-luat', 'Bộ luật', 'Code', 'BL', 510),
  ('luat', 'Luật', 'Law', 'L', 520),
  ('phap-lenh', 'Pháp lệnh', 'Ordinance', 'PL', 530),
  ('lenh', 'Lệnh', 'Order', 'L', 540),
  ('nghi-quyet-lien-tich', 'Nghị quyết liên tịch', 'Joint resolution', 'NQLT', 550),
  ('nghi-dinh', 'Nghị định', 'Decree', 'NĐ', 560),
  ('thong-tu', 'Thông tư', 'Circular', 'TT', 570),
  ('thong-tu-lien-tich', 'Thông tư liên tịch', 'Joint circular', 'TTLT', 580),
  ('van-ban-hop-nhat', 'Văn bản hợp nhất', 'Consolidated text', 'VBHN', 590),
  ('sac-lenh', 'Sắc lệnh', 'Decree-law', 'SL', 600);

-- What readers see of the documents, for registers: written with the publication, gone with the
-- withdrawal. How a document stands is not in here: it follows from the days and from the relations.
create table documents (
  item_id bigint primary key,
  site_id bigint not null references sites,
  language text not null,
  slug text not null,
  title text not null,
  -- Without accents, for search boxes.
  folded text not null,
  number text not null,
  -- Letters and digits alone, folded: 1637qdubnd.
  number_key text not null,
  kind text not null references document_kinds,
  issuer text not null,
  issuer_slug text not null,
  field text not null,
  field_slug text not null,
  signer text not null,
  issued_on date not null,
  -- The day of issue, where the document names none.
  in_force_on date not null,
  -- The first day on which it is no longer in force.
  expires_on date,
  check (expires_on is null or expires_on >= issued_on),
  unique (site_id, item_id),
  foreign key (site_id, item_id) references items (site_id, id)
);
create index documents_register on documents (site_id, language, issued_on desc, item_id desc);
create index documents_number on documents (number_key text_pattern_ops);
call guard_by_site('documents');
-- Published, and so for everybody: a site's documents name those of other sites.
create policy published on documents for select to portal_request using (true);
grant select, insert, update, delete on documents to portal_request, portal_platform;

-- What published documents say of others.
create table document_relations (
  item_id bigint not null,
  site_id bigint not null references sites,
  place integer not null,
  kind text not null check (kind in ('replaces', 'replaces-part', 'amends', 'repeals', 'repeals-part',
    'suspends', 'guides', 'corrects', 'consolidates', 'based-on')),
  -- The other document, where it is one of this installation: it may have been withdrawn.
  target bigint,
  number text not null,
  title text not null,
  -- From when to when it has an effect: while the document that says it is in force.
  from_on date not null,
  until_on date,
  primary key (item_id, place),
  foreign key (site_id, item_id) references documents (site_id, item_id)
);
create index document_relations_target on document_relations (target) where target is not null;
call guard_by_site('document_relations');
create policy published on document_relations for select to portal_request using (true);
grant select, insert, update, delete on document_relations to portal_request, portal_platform;
