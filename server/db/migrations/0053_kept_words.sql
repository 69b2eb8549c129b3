-- module: campaigns
-- What a message said when its sender was asked for it: facts and words stay so for ever,
-- whatever the program says later. See docs/decisions/kept-words.md.

create table campaign_words (
  organization_id uuid not null,
  campaign_id uuid not null,
  -- Holds for this revision of the message alone.
  revision integer not null,
  facts jsonb not null,
  -- By language; null: kept before words were, then the message's own or the library's.
  texts jsonb,
  accent text,
  -- Fields that say something else than when the sender last read it.
  changed text[] not null default '{}',
  -- Whoever asked, then the sender who approved; null: the product itself.
  kept_by uuid,
  kept_at timestamptz not null,
  primary key (organization_id, campaign_id),
  foreign key (organization_id, campaign_id) references campaign (organization_id, id) on delete cascade,
  foreign key (organization_id, kept_by) references person (organization_id, id)
);
call secure_table('campaign_words');

-- Messages from before: the version of the program as of their start or approval is known; names and dates as they are.
insert into campaign_words (organization_id, campaign_id, revision, facts, accent, kept_by, kept_at)
select k.organization_id, k.id, k.revision,
  jsonb_strip_nulls(jsonb_build_object(
    'organization', jsonb_build_object('name', o.name),
    'program', jsonb_build_object(
      'name', d.design #>> '{brand,name}', 'tagline', d.design #>> '{brand,tagline}', 'why', d.design ->> 'why', 'whyNow', d.design ->> 'whyNow',
      'objectives', (select jsonb_agg(x.one ->> 'text' order by x.n) from jsonb_array_elements(d.design -> 'objectives') with ordinality as x (one, n)),
      'elements', (select jsonb_agg(x.id order by x.n)
        from unnest(array['goals', 'checkins', 'feedback', 'recognition', 'growth', 'reviews', 'pulse']) with ordinality as x (id, n)
        where (d.design #>> array['elements', x.id, 'on'])::boolean)),
    'wave', case when w.goes_live_on is not null then jsonb_build_object('name', w.name, 'goLive', w.goes_live_on) end,
    'sender', jsonb_build_object('name', s.full_name, 'title', coalesce(sr.title, '')),
    'lead', case when l.id is not null then jsonb_build_object('name', l.full_name, 'email', l.email) end,
    'sponsor', case when p.id is not null then jsonb_build_object('name', p.full_name, 'title', coalesce(pr.title, '')) end,
    'checkin', case when (d.design #>> '{elements,checkins,on}')::boolean then jsonb_build_object('cadence', d.design #>> '{elements,checkins,cadence}') end,
    'goals', case when (d.design #>> '{elements,goals,on}')::boolean and w.goes_live_on is not null
      then jsonb_build_object('firstBy', w.goes_live_on + (d.design #>> '{elements,goals,firstWithinDays}')::integer) end)),
  d.design #>> '{brand,accent}', k.sender_id, coalesce(k.started_at, k.approved_at)
from campaign k
join organization o on o.id = k.organization_id
join wave w on w.organization_id = k.organization_id and w.id = k.wave_id
join program_version d on d.organization_id = k.organization_id and d.program_id = k.program_id and d.number = coalesce(
  (select v.number from wave_version v
    where v.organization_id = k.organization_id and v.wave_id = k.wave_id and v.recorded <= coalesce(k.started_at, k.approved_at)
      and (v.superseded is null or v.superseded > coalesce(k.started_at, k.approved_at))
      and v.holds @> (coalesce(k.started_at, k.approved_at) at time zone o.time_zone)::date
    order by v.recorded desc limit 1),
  (select max(n.number) from program_version n where n.organization_id = k.organization_id and n.program_id = k.program_id
    and n.published_at <= coalesce(k.started_at, k.approved_at)))
join person s on s.organization_id = k.organization_id and s.id = k.sender_id
left join roster sr on sr.organization_id = s.organization_id and sr.person_id = s.id
left join person l on l.organization_id = k.organization_id and l.id::text = d.design ->> 'leadId'
left join person p on p.organization_id = k.organization_id and p.id::text = d.design ->> 'sponsorId'
left join roster pr on pr.organization_id = p.organization_id and pr.person_id = p.id
where k.started_at is not null or k.approved_revision = k.revision;
