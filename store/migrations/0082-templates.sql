-- ── templates of the workspace ───────────────────────────────────────────────────────────────────────────────────────
-- Content of messages and content blocks that journeys share. Versions never change: a published journey keeps those it
-- was published with.
create table templates (
  workspace text not null references workspaces,
  id text not null,
  kind text not null check (kind in ('message', 'block')),
  -- Of a message; null for a content block.
  channel text,
  name text not null,
  version int not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by text not null,
  primary key (workspace, id)
);

-- Without a reference to `templates`: versions that journeys keep outlive a deleted template.
create table template_versions (
  workspace text not null references workspaces,
  id text not null,
  version int not null,
  document json not null,
  created_at timestamptz not null default now(),
  created_by text not null,
  primary key (workspace, id, version)
);

-- Content blocks that the current version of a template renders.
create table template_blocks (
  workspace text not null,
  id text not null,
  block text not null,
  primary key (workspace, id, block)
);
create index template_blocks_used on template_blocks (workspace, block, id);

-- The version of each template that a published version of a journey keeps. `asked` is what its document says, 0 for
-- the latest.
create table journey_templates (
  workspace text not null,
  journey text not null,
  version int not null,
  template text not null,
  asked int not null,
  template_version int not null,
  primary key (workspace, journey, version, template, asked),
  foreign key (workspace, template, template_version) references template_versions
);
create index journey_templates_used on journey_templates (workspace, template, template_version, journey);

-- The version of the template that a message was written from. Null: the node's own content.
alter table messages add column template_version int;

alter table retired
  drop constraint retired_kind_check,
  add constraint retired_kind_check check (kind in ('segment', 'draft', 'template'));
