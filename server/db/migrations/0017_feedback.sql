-- module: feedback
-- What people tell each other about their work. Three modes, frozen with each piece and each request:
-- attributed, confidential (one named person besides the author learns who wrote it), anonymous (nobody).
-- Words and authors stand behind the second wall of 0008: a statement reads them only on behalf of a
-- person who may. What must hold of anonymous answers is told in docs/decisions/feedback.md.

create table feedback_request (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('self', 'about', 'upward', 'round')),
  about_id uuid not null,
  asked_by uuid not null,
  -- Who besides the author learns who wrote confidential words; the manager who reads a round. Set when it goes out.
  names_to uuid,
  mode text not null check (mode in ('attributed', 'confidential', 'anonymous')),
  -- Anonymous answers are shown from so many people on; below, they are destroyed unread.
  floor smallint not null check (floor >= 3),
  -- Whether the person it is about sees that it was asked.
  known boolean not null,
  template text,
  -- [{ id, ask, hint }], as they stood when it was asked.
  questions jsonb not null,
  note text not null default '' check (length(note) <= 1000),
  due_on date not null,
  asked_on date not null,
  created_at timestamptz not null,
  -- When the questions went out; null: a round that waits for the manager's approval.
  opened_at timestamptz,
  approved_by uuid,
  reminded_on date,
  -- Null with closed_at: it closed by itself.
  closed_by uuid,
  closed_at timestamptz,
  -- The night in which anonymous answers were let out, or destroyed.
  released_on date,
  primary key (organization_id, id),
  foreign key (organization_id, about_id) references person (organization_id, id),
  foreign key (organization_id, asked_by) references person (organization_id, id),
  foreign key (organization_id, names_to) references person (organization_id, id),
  foreign key (organization_id, approved_by) references person (organization_id, id),
  foreign key (organization_id, closed_by) references person (organization_id, id)
);
create index feedback_request_by_asker on feedback_request (organization_id, asked_by, created_at desc);
create index feedback_request_by_person on feedback_request (organization_id, about_id, created_at desc);
create index feedback_request_by_reader on feedback_request (organization_id, names_to, created_at desc);
create index feedback_request_open on feedback_request (organization_id, due_on) where closed_at is null;
create index feedback_request_unreleased on feedback_request (organization_id) where closed_at is not null and released_on is null;
call secure_table('feedback_request');

-- Who is asked. took_part_on is the first of the two traces of an anonymous act: person, request, day.
create table feedback_rater (
  organization_id uuid not null,
  request_id uuid not null,
  person_id uuid not null,
  -- What they are to the person, as of the day they were asked.
  category text not null check (category in ('self', 'manager', 'peer', 'report')),
  nominated_by uuid not null,
  took_part_on date,
  declined_on date,
  -- The night that put it into the event log, without the request and without a time.
  counted_on date,
  primary key (organization_id, request_id, person_id),
  foreign key (organization_id, request_id) references feedback_request (organization_id, id),
  foreign key (organization_id, person_id) references person (organization_id, id),
  foreign key (organization_id, nominated_by) references person (organization_id, id),
  check (took_part_on is null or declined_on is null)
);
create index feedback_rater_by_person on feedback_rater (organization_id, person_id) where took_part_on is null and declined_on is null;
create index feedback_rater_uncounted on feedback_rater (organization_id, took_part_on) where took_part_on is not null and counted_on is null;
call secure_table('feedback_rater');

-- Attributed and confidential feedback, asked for or not. A confidential one bears no time, only days.
create table feedback_item (
  organization_id uuid not null references organization (id),
  id uuid not null default gen_random_uuid(),
  about_id uuid not null,
  request_id uuid,
  category text check (category in ('self', 'manager', 'peer', 'report')),
  mode text not null check (mode in ('attributed', 'confidential')),
  names_to uuid,
  template text,
  saved_on date not null,
  -- Null: a draft that only its author sees.
  sent_on date,
  -- Attributed only: until when it can be taken back counts from here.
  sent_at timestamptz,
  -- When its readers got it: at once, or in the night after; of a round, when that closed.
  arrived_at timestamptz,
  -- The person asked about it by others: when whoever asked passed it on.
  passed_on_at timestamptz,
  -- With the person's manager, and who let them read.
  shared_by uuid,
  shared_at timestamptz,
  read_at timestamptz,
  thanked_on date,
  talk_on date,
  taken_back_on date,
  -- The night that put a confidential one into the event log.
  counted_on date,
  primary key (organization_id, id),
  foreign key (organization_id, about_id) references person (organization_id, id),
  foreign key (organization_id, request_id) references feedback_request (organization_id, id),
  foreign key (organization_id, names_to) references person (organization_id, id),
  foreign key (organization_id, shared_by) references person (organization_id, id),
  check (mode = 'attributed' or sent_at is null),
  check (mode = 'confidential' or names_to is null)
);
create index feedback_item_by_person on feedback_item (organization_id, about_id, arrived_at desc);
create index feedback_item_by_request on feedback_item (organization_id, request_id) where request_id is not null;
create index feedback_item_by_reader on feedback_item (organization_id, names_to) where names_to is not null;
create index feedback_item_on_its_way on feedback_item (organization_id) where sent_on is not null and arrived_at is null;
create index feedback_item_uncounted on feedback_item (organization_id) where mode = 'confidential' and sent_on is not null and counted_on is null;
call secure_table('feedback_item');

create table feedback_author (
  organization_id uuid not null,
  item_id uuid not null,
  author_id uuid not null,
  primary key (organization_id, item_id),
  foreign key (organization_id, item_id) references feedback_item (organization_id, id),
  foreign key (organization_id, author_id) references person (organization_id, id)
);
create index feedback_author_by_person on feedback_author (organization_id, author_id);
call secure_table('feedback_author');

create table feedback_words (
  organization_id uuid not null,
  item_id uuid not null,
  position smallint not null,
  question_id text,
  ask text not null default '' check (length(ask) <= 300),
  words text not null check (length(words) between 1 and 4000),
  primary key (organization_id, item_id, position),
  foreign key (organization_id, item_id) references feedback_item (organization_id, id)
);
call secure_table('feedback_words');

create table feedback_reply (
  organization_id uuid not null,
  item_id uuid not null,
  words text not null check (length(words) between 1 and 4000),
  replied_on date not null,
  primary key (organization_id, item_id),
  foreign key (organization_id, item_id) references feedback_item (organization_id, id)
);
call secure_table('feedback_reply');

-- Whether the person on whose behalf this transaction reads may read an item. The one place that decides it.
create function reads_feedback(organization uuid, item uuid) returns boolean
  language sql stable security definer cost 2000 set search_path from current as $$
  select organization = current_organization() and exists (
    select from feedback_item i
    left join feedback_request q on q.organization_id = i.organization_id and q.id = i.request_id
    where i.organization_id = organization and i.id = item and i.taken_back_on is null and (
      exists (select from feedback_author a where a.organization_id = organization and a.item_id = item and a.author_id = current_person())
      or (i.arrived_at is not null and (
        (i.about_id = current_person() and (q.kind is distinct from 'about' or i.passed_on_at is not null))
        or i.names_to = current_person()
        or (q.kind = 'about' and q.asked_by = current_person())
        or (q.kind = 'round' and q.names_to = current_person())
        or (i.shared_at is not null and exists (
          select from roster r where r.organization_id = organization and r.person_id = i.about_id
            and (r.manager_id = current_person() or r.second_manager_id = current_person())))
      ))
    ))
$$;

create function knows_author(organization uuid, item uuid) returns boolean
  language sql stable security definer cost 2000 set search_path from current as $$
  select reads_feedback(organization, item) and exists (
    select from feedback_item i where i.organization_id = organization and i.id = item
      and (i.mode = 'attributed' or i.names_to = current_person()))
$$;

create policy readers on feedback_author as restrictive
  using (author_id = current_person() or knows_author(organization_id, item_id)) with check (author_id = current_person());
create policy readers on feedback_words as restrictive for select using (reads_feedback(organization_id, item_id));
create policy author_inserts on feedback_words as restrictive for insert
  with check (exists (select from feedback_author a where a.organization_id = feedback_words.organization_id and a.item_id = feedback_words.item_id and a.author_id = current_person()));
create policy author_updates on feedback_words as restrictive for update using (false);
create policy author_deletes on feedback_words as restrictive for delete
  using (exists (select from feedback_author a where a.organization_id = feedback_words.organization_id and a.item_id = feedback_words.item_id and a.author_id = current_person()));
-- Between the two of them, also where one does not know who the other is.
create policy the_two on feedback_reply as restrictive
  using (exists (select from feedback_item i where i.organization_id = feedback_reply.organization_id and i.id = feedback_reply.item_id and i.about_id = current_person())
    or exists (select from feedback_author a where a.organization_id = feedback_reply.organization_id and a.item_id = feedback_reply.item_id and a.author_id = current_person()));

-- Whom a notice about an item reaches; only for statements that write it into that person's own inbox or the log.
create function feedback_author_of(organization uuid, item uuid) returns uuid
  language sql stable security definer cost 2000 set search_path from current as $$
  select a.author_id from feedback_author a where a.organization_id = organization and organization = current_organization() and a.item_id = item
$$;

-- All anonymous answers to one request while it is open: one row, encrypted, written anew and shuffled with
-- each answer, so that neither order, transaction nor length tells which is whose. Gone when it closes.
create table feedback_sealed (
  organization_id uuid not null,
  request_id uuid not null,
  sealed bytea not null,
  primary key (organization_id, request_id),
  foreign key (organization_id, request_id) references feedback_request (organization_id, id)
);
call secure_table('feedback_sealed');

-- The second trace: an answer exists. All of a request in one statement, shuffled; each question for itself.
create table feedback_answer (
  organization_id uuid not null,
  id uuid not null default gen_random_uuid(),
  request_id uuid not null,
  -- A category with enough people, or several merged.
  answer_group text not null check (answer_group in ('peer', 'report', 'others')),
  question_id text not null,
  words text not null,
  primary key (organization_id, id),
  foreign key (organization_id, request_id) references feedback_request (organization_id, id)
);
create index feedback_answer_by_request on feedback_answer (organization_id, request_id);
call secure_table('feedback_answer');
create function reads_answers(organization uuid, request uuid) returns boolean
  language sql stable security definer cost 2000 set search_path from current as $$
  select organization = current_organization() and exists (
    select from feedback_request q where q.organization_id = organization and q.id = request and (
      (q.kind = 'about' and q.asked_by = current_person())
      or (q.kind <> 'about' and q.about_id = current_person())
      or (q.kind = 'round' and q.names_to = current_person())))
$$;
create policy readers on feedback_answer as restrictive for select using (reads_answers(organization_id, request_id));
