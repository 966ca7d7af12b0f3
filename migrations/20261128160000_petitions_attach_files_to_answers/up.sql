-- R-P2, R-P4: an office's answer usually is a signed document. Whoever writes says of each file whether
-- everybody may have it.
alter table petition_files add column public boolean not null default false;

-- A draft's files change with it. Whatever came in, and whatever went out, stays.
grant delete on petition_files to portal_request, portal_platform;
create policy only_of_drafts on petition_files as restrictive for delete to portal_request, portal_platform
  using (part = 'answer' and exists (
    select 1 from petition_answers a where a.id = part_id and a.petition_id = petition_files.petition_id
      and a.state <> 'approved'));
create index on petition_files (part_id) where part = 'answer';

-- What everybody may have of an answer's files: name, type, size and where it is.
alter table petition_publications add column files jsonb not null default '[]';
