/** A message of the program: from a template, in a sender's name, to an audience, at each reader's nine o'clock. */
import * as z from 'zod'
import { operation } from './operation.ts'
import {
  audienceKinds,
  elements,
  fromVersion,
  language,
  phases,
  purposes,
  readingLevels,
  senderKinds,
} from './library.ts'
import { lineName } from './names.ts'

/** The words of one language; where a campaign keeps none, the library's stand. */
export const campaignText = z.strictObject({
  subject: z.string().trim().min(1).max(160),
  preview: z.string().trim().max(200),
  body: z.string().trim().min(1).max(20_000),
  actionLabel: z.string().trim().min(1).max(60).nullable(),
})
export type CampaignText = z.output<typeof campaignText>
/** With the version of the library's text that they were written over. */
const ownText = campaignText.extend({ fromVersion })
export type CampaignTexts = z.output<typeof campaignTexts>
export const campaignTexts = z.partialRecord(language, ownText)
/** As somebody writes them now. Without a version: they stay with the one they have, or begin with today's. */
const writtenTexts = z.partialRecord(language, ownText.extend({ subject: lineName(160) }))

/**
 * Which part of a wave: `employees` lead nobody, `leaders` lead managers. `newcomers` joined it after its go-live: what is for
 * them goes out to each once, until it is stopped.
 */
export const readerKinds = ['everyone', 'employees', 'managers', 'leaders', 'hr', 'champions', 'newcomers'] as const
export type ReaderKind = (typeof readerKinds)[number]

/** What a message may ask for that Belay can see done; a follow-up goes to those who have not. */
export const actKinds = ['acknowledge', 'first_goal', 'first_checkin', 'training', 'session'] as const
export type ActKind = (typeof actKinds)[number]
/**
 * Whom a message addresses that comes of another one: those who have not done something; those who read what does not
 * hold any more; those whom it had not reached by then.
 */
export const reaches = [...actKinds, 'seen', 'unseen'] as const
export type Reach = (typeof reaches)[number]
export const isAct = (reach: Reach | null): reach is ActKind => (actKinds as readonly (Reach | null)[]).includes(reach)

export const campaignStates = ['draft', 'asked', 'approved', 'scheduled', 'sending', 'sent', 'cancelled'] as const
export type CampaignState = (typeof campaignStates)[number]

/** In whose name it goes out: the sender's, or that of each reader's own champion where they have approved it. */
export const voices = ['sender', 'champion'] as const
export type Voice = (typeof voices)[number]

const person = z.object({ id: z.uuid(), name: z.string(), title: z.string() })

const campaign = z.object({
  id: z.uuid(),
  programId: z.uuid(),
  wave: z.object({ id: z.uuid(), name: z.string() }),
  readers: z.enum(readerKinds),
  audience: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  /** The message that this one comes of, and whom of its readers it is for. */
  follows: z.object({ id: z.uuid(), title: z.string(), reach: z.enum(reaches) }).nullable(),
  template: z.string(),
  title: z.string(),
  sender: person.nullable(),
  /** With `champion`, the sender is whose name stands under it for readers without a champion who approved it. */
  voice: z.enum(voices),
  /** What the viewer was asked for as a champion, as it stands now; null for whoever was not. */
  asChampion: z.object({ approvedAt: z.iso.datetime().nullable(), declinedAt: z.iso.datetime().nullable() }).nullable(),
  /** The sender has left the company: it does not go out in their name. */
  senderLeft: z.boolean(),
  /** What it says differently since the sender last read it, in words; empty when they were asked for it as it is. */
  changed: z.array(z.string()),
  sendsOn: z.iso.date().nullable(),
  sendsAt: z.string(),
  texts: campaignTexts,
  revision: z.int(),
  state: z.enum(campaignStates),
  /** Why it cannot be asked for, approved or scheduled yet; empty when nothing is missing. */
  missing: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()) })),
  approval: z.object({
    askedAt: z.iso.datetime().nullable(),
    approvedAt: z.iso.datetime().nullable(),
    declinedAt: z.iso.datetime().nullable(),
    /** Why the sender would rather not, in their words: for the program team and the sender; null for champions. */
    declinedBecause: z.string().nullable(),
  }),
  scheduledAt: z.iso.datetime().nullable(),
  startedAt: z.iso.datetime().nullable(),
  cancelledAt: z.iso.datetime().nullable(),
  mayApprove: z.boolean(),
  /** No letter reaches the sender: they are asked in the app alone. */
  senderUnmailed: z.boolean(),
  /** Who could stand under it where the sender has left. */
  instead: person.nullable(),
  /** Of one that went out: what it said that does not hold any more, in words. */
  stale: z.array(z.object({ what: z.string(), before: z.string(), now: z.string() })),
  /** Two subjects, tried on parts of the readers first. */
  trial: z
    .object({
      subjects: z.partialRecord(language, z.string()),
      share: z.int(),
      hours: z.int(),
      decidesAt: z.iso.datetime().nullable(),
      decidedAt: z.iso.datetime().nullable(),
      chosen: z.enum(['a', 'b']).nullable(),
      why: z.enum(['told', 'no_difference', 'too_few', 'stopped']).nullable(),
      /** How many got each and opened it; null where fewer than the smallest group have, or have not. */
      a: z.object({ people: z.int(), read: z.int().nullable() }).nullable(),
      b: z.object({ people: z.int(), read: z.int().nullable() }).nullable(),
      /** Of the difference, B less A, as shares. */
      interval: z.object({ low: z.number(), high: z.number() }).nullable(),
    })
    .nullable(),
  /** Messages that came of it. */
  led: z.array(z.object({ id: z.uuid(), title: z.string(), reach: z.enum(reaches), state: z.enum(campaignStates) })),
  createdAt: z.iso.datetime(),
})
export type Campaign = z.output<typeof campaign>
const listed = campaign.omit({
  texts: true,
  missing: true,
  senderUnmailed: true,
  instead: true,
  stale: true,
  led: true,
  trial: true,
})

const id = z.object({ campaignId: z.uuid() })
/** Of a message that champions send: who of them has said what, and for how many readers each of it holds. */
const champions = z.object({
  approved: z.int(),
  waiting: z.int(),
  declined: z.int(),
  /** Champions near its readers who have not been asked yet. */
  unasked: z.int(),
  /** Readers: in the name of a champion as it stands, with none of theirs having approved it, and near none at all. */
  inTheirName: z.int(),
  notYet: z.int(),
  without: z.int(),
  /** Who they are, the first of them by name; how many readers each is near. */
  people: z.array(person.extend({ is: z.enum(['approved', 'waiting', 'declined', 'unasked']), readers: z.int() })),
  /** How many readers the viewer is near, who get it in their name unless another champion is nearer; null for whoever is not one of them. */
  yours: z.int().nullable(),
})

const choice = {
  template: z.string().regex(/^[a-z0-9-]{1,60}$/),
  waveId: z.uuid(),
  readers: z.enum(readerKinds),
  /** Narrows the wave's people further; null: all of them. */
  audienceId: z.uuid().nullable(),
  senderId: z.uuid().nullable(),
  voice: z.enum(voices),
  sendsOn: z.iso.date().nullable(),
  sendsAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
}
const problems = ['campaign_started', 'campaign_incomplete'] as const

export const campaigns = {
  list: operation({
    id: 'campaigns.list',
    method: 'GET',
    path: '/campaigns',
    permission: 'messages.read',
    summary: 'All messages of the program: those to come, soonest first, then those sent, newest first',
    response: z.object({ campaigns: z.array(listed) }),
  }),
  toApprove: operation({
    id: 'campaigns.toApprove',
    method: 'GET',
    path: '/campaigns-to-approve',
    permission: 'messages.approve',
    summary: 'Messages that wait for my approval, because they go out in my name',
    response: z.object({ campaigns: z.array(listed) }),
  }),
  get: operation({
    id: 'campaigns.get',
    method: 'GET',
    path: '/campaigns/:campaignId',
    permission: 'messages.approve',
    summary: 'One message, for the program team and its sender',
    params: id,
    response: campaign,
  }),
  choices: operation({
    id: 'campaigns.choices',
    method: 'GET',
    path: '/campaign-choices',
    permission: 'messages.write',
    summary: 'What a message can be made from: waves and templates',
    query: z.object({ language: language.optional() }),
    response: z.object({
      waves: z.array(
        z.object({
          id: z.uuid(),
          name: z.string(),
          program: z.string(),
          preparesOn: z.iso.date().nullable(),
          goesLiveOn: z.iso.date().nullable(),
          live: z.boolean(),
          /** What is on for its people. */
          elements: z.array(z.enum(elements)),
          /** Templates that it has a message from already. */
          made: z.array(z.string()),
        }),
      ),
      templates: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          preview: z.string(),
          purpose: z.enum(purposes),
          phase: z.enum(phases),
          /** Days from go-live to the usual day of sending. */
          day: z.int().nullable(),
          needs: z.array(z.enum(elements)),
          audience: z.enum(audienceKinds),
          sender: z.enum(senderKinds),
          minutes: z.number(),
          level: z.enum(readingLevels),
        }),
      ),
    }),
  }),
  sample: operation({
    id: 'campaigns.sample',
    method: 'POST',
    path: '/campaign-samples',
    permission: 'messages.write',
    summary: 'A template as the people of a wave would get it, before a message is started from it',
    body: z.object({ template: choice.template, waveId: z.uuid(), language: language.optional() }),
    response: z.object({
      subject: z.string(),
      preview: z.string(),
      html: z.string(),
      text: z.string(),
      language,
      minutes: z.number(),
      /** Null where whoever starts the message chooses somebody. */
      from: z.string().nullable(),
    }),
    problems: ['not_found', 'field_empty'],
    leavesNoEvent: 'reads only',
  }),
  create: operation({
    id: 'campaigns.create',
    method: 'POST',
    path: '/campaigns',
    permission: 'messages.write',
    summary: 'Start a message from a template',
    body: z.object({
      ...choice,
      /** Left out: whom its text is written for. */
      readers: choice.readers.optional(),
      audienceId: choice.audienceId.default(null),
      senderId: choice.senderId.default(null),
      /** Left out: as its text suggests. */
      voice: choice.voice.optional(),
      sendsOn: choice.sendsOn.default(null),
      sendsAt: choice.sendsAt.default('09:00'),
    }),
    response: campaign,
  }),
  update: operation({
    id: 'campaigns.update',
    method: 'PATCH',
    path: '/campaigns/:campaignId',
    permission: 'messages.write',
    summary: 'Change a message before it starts; an approval given before does not cover the change',
    params: id,
    body: z
      .object({ ...choice, template: choice.template.optional(), texts: writtenTexts, revision: z.int() })
      .partial()
      .required({ revision: true }),
    response: campaign,
    problems: [...problems, 'conflict', 'field_unknown', 'campaign_readers_fixed', 'champions_derived'],
  }),
  remove: operation({
    id: 'campaigns.remove',
    method: 'DELETE',
    path: '/campaigns/:campaignId',
    permission: 'messages.write',
    summary: 'Remove a message that was never scheduled',
    params: id,
    response: z.object({ removed: z.literal(true) }),
    problems,
  }),
  preview: operation({
    id: 'campaigns.preview',
    method: 'POST',
    path: '/campaigns/:campaignId/preview',
    permission: 'messages.approve',
    summary: 'The letter as one reader gets it, in any language',
    params: id,
    body: z.object({ personId: z.uuid().optional(), language: language.optional() }),
    response: z.object({
      subject: z.string(),
      preview: z.string(),
      html: z.string(),
      text: z.string(),
      language,
      minutes: z.number(),
      /** Why this language: the reader's own, or the next in the stated order. */
      chosenBy: z.string(),
      to: z.string(),
      from: z.string(),
    }),
    leavesNoEvent: 'reads only',
    problems: ['field_empty', 'field_unknown', 'template_broken', 'campaign_incomplete'],
  }),
  audience: operation({
    id: 'campaigns.audience',
    method: 'GET',
    path: '/campaigns/:campaignId/audience',
    permission: 'messages.approve',
    summary: 'Who would get it now, in which languages, and who would not and why; for the program team and its sender',
    params: id,
    response: z.object({
      people: z.int(),
      /** At most so many: an audience speaks of what is not counted for single people. Known once it is sent. */
      upTo: z.boolean(),
      languages: z.array(z.object({ language, people: z.int() })),
      excluded: z.array(z.object({ reason: z.string(), people: z.int() })),
      /** First and last nine o'clock, when a date is set. */
      from: z.iso.datetime().nullable(),
      until: z.iso.datetime().nullable(),
      minutes: z.number(),
      champions: champions.nullable(),
    }),
  }),
  ask: operation({
    id: 'campaigns.ask',
    method: 'POST',
    path: '/campaigns/:campaignId/approval-request',
    permission: 'messages.write',
    summary: 'Ask the sender to approve what goes out in their name',
    params: id,
    response: campaign,
    problems: [...problems, 'conflict'],
  }),
  approve: operation({
    id: 'campaigns.approve',
    method: 'PUT',
    path: '/campaigns/:campaignId/approval',
    permission: 'messages.approve',
    summary: 'Approve this message as its sender, or as a champion for those readers who get it in my name',
    params: id,
    body: z.object({ revision: z.int() }),
    response: campaign,
    problems: [...problems, 'conflict'],
  }),
  approveAll: operation({
    id: 'campaigns.approveAll',
    method: 'PUT',
    path: '/campaigns-to-approve',
    permission: 'messages.approve',
    summary:
      'Approve several messages that go out in my name, each as I read it; one that has changed since approves none',
    body: z.object({
      messages: z
        .array(z.object({ campaignId: z.uuid(), revision: z.int() }))
        .min(1)
        .max(100),
    }),
    response: z.object({ approved: z.int() }),
    problems: [...problems, 'conflict'],
  }),
  decline: operation({
    id: 'campaigns.decline',
    method: 'DELETE',
    path: '/campaigns/:campaignId/approval',
    permission: 'messages.approve',
    summary:
      'Decline, saying what should change, or take an approval back before sending starts; as a champion, for my own name alone',
    params: id,
    /** Read by the program team. */
    body: z.object({ because: z.string().trim().max(1000).default('') }),
    response: campaign,
    problems,
  }),
  schedule: operation({
    id: 'campaigns.schedule',
    method: 'PUT',
    path: '/campaigns/:campaignId/schedule',
    permission: 'messages.write',
    summary: 'Send it on its date, at each reader’s own time',
    params: id,
    response: campaign,
    problems: [...problems, 'campaign_not_approved', 'campaign_date_past'],
  }),
  cancel: operation({
    id: 'campaigns.cancel',
    method: 'DELETE',
    path: '/campaigns/:campaignId/schedule',
    permission: 'messages.write',
    summary: 'Stop it: what has not left yet will not leave',
    params: id,
    response: campaign,
    problems,
  }),
  setTrial: operation({
    id: 'campaigns.setTrial',
    method: 'PUT',
    path: '/campaigns/:campaignId/trial',
    permission: 'messages.write',
    summary: 'Try a second subject on a part of the readers first; both are approved with the message',
    params: id,
    body: z.object({
      revision: z.int(),
      subjects: z.partialRecord(language, lineName(160)).refine((all) => Object.keys(all).length > 0),
      /** Of a hundred readers, how many get each of the two. */
      share: z.int().min(5).max(25).default(10),
      hours: z.int().min(4).max(120).default(24),
    }),
    response: campaign,
    problems: [...problems, 'conflict', 'field_unknown', 'trial_field', 'trial_derived'],
  }),
  dropTrial: operation({
    id: 'campaigns.dropTrial',
    method: 'DELETE',
    path: '/campaigns/:campaignId/trial',
    permission: 'messages.write',
    summary: 'Send it with its one subject',
    params: id,
    response: campaign,
    problems,
  }),
  followUps: operation({
    id: 'campaigns.followUps',
    method: 'GET',
    path: '/campaigns/:campaignId/follow-ups',
    permission: 'messages.read',
    summary: 'What readers of a message can have done by now, and for how many of them it is still open',
    params: id,
    response: z.object({
      acts: z.array(
        z.object({
          act: z.enum(actKinds),
          /** What its button led to. */
          suggested: z.boolean(),
          /** At least so many have not done it; in steps of the smallest group, and null where as many are not on both sides. */
          open: z.int().nullable(),
          /** A follow-up about it that is there already. */
          campaignId: z.uuid().nullable(),
        }),
      ),
      people: z.int(),
      smallestGroup: z.int(),
      /** Why none can be begun; null: one can. */
      closed: z.enum(['not_sent', 'narrowed', 'derived']).nullable(),
    }),
  }),
  followUp: operation({
    id: 'campaigns.followUp',
    method: 'POST',
    path: '/campaigns/:campaignId/follow-ups',
    permission: 'messages.write',
    summary:
      'Begin a message to those readers who have not done what this one asked for; who they are is found out when it is sent',
    params: id,
    body: z.object({ act: z.enum(actKinds) }),
    response: campaign,
    problems: ['follow_up_closed', 'follow_up_there'],
  }),
  letStand: operation({
    id: 'campaigns.letStand',
    method: 'PUT',
    path: '/campaigns/:campaignId/let-stand',
    permission: 'messages.write',
    summary: 'Let a message stand as it was sent, although something it said does not hold any more',
    params: id,
    response: campaign,
    problems: ['nothing_to_correct'],
  }),
  report: operation({
    id: 'campaigns.report',
    method: 'GET',
    path: '/campaigns/:campaignId/report',
    permission: 'messages.read',
    summary: 'What became of every recipient',
    params: id,
    response: z.object({
      recipients: z.int(),
      states: z.object({
        waiting: z.int(),
        sending: z.int(),
        submitted: z.int(),
        bounced: z.int(),
        failed: z.int(),
        uncertain: z.int(),
        excluded: z.int(),
      }),
      reasons: z.array(z.object({ state: z.string(), reason: z.string(), people: z.int() })),
      languages: z.array(z.object({ language: z.string(), people: z.int() })),
      inInbox: z.int(),
      /** Null until at least the smallest group have read it and as many have not: who reads what is theirs. */
      readInApp: z.int().nullable(),
      /** Of talking points: who said that they passed them on, hidden in the same way; null for other messages too. */
      told: z.int().nullable(),
      passedOn: z.boolean(),
      /** Of one that champions sent: in whose names it went out, and to how many in the sender's. */
      voices: z.object({ champions: z.int(), inTheirName: z.int(), inSendersName: z.int() }).nullable(),
      /**
       * Of a follow-up: nothing is told but at least how many it went to, and null where they, or those who have done it,
       * are fewer than the smallest group. Null for every other message.
       */
      followUp: z.object({ atLeast: z.int().nullable() }).nullable(),
      smallestGroup: z.int(),
    }),
  }),
  message: operation({
    id: 'messages.get',
    method: 'GET',
    path: '/messages/:campaignId',
    permission: 'inbox.read',
    summary: 'A message that reached me, as the app shows it',
    params: id,
    response: z.object({
      subject: z.string(),
      body: z.string(),
      language,
      sender: person,
      at: z.iso.datetime(),
      action: z.object({ label: z.string(), target: z.string() }).nullable(),
      because: z.string(),
      /** Talking points: whether I said that I passed them on. Null for other messages. */
      told: z.boolean().nullable(),
    }),
  }),
  arrived: operation({
    id: 'messages.arrived',
    method: 'PUT',
    path: '/messages/:campaignId/arrival',
    permission: 'inbox.read',
    summary: 'Say that I came by the button of this letter; counts only where two subjects are tried',
    params: id,
    response: z.object({ arrived: z.literal(true) }),
    problems: ['not_found'],
    leavesNoEvent: 'an event would keep what somebody read; it is a number of a trial alone',
  }),
  told: operation({
    id: 'messages.told',
    method: 'PUT',
    path: '/messages/:campaignId/told',
    permission: 'inbox.read',
    summary: 'Say that I have passed these talking points on to my team',
    params: id,
    response: z.object({ told: z.literal(true) }),
    problems: ['not_found'],
  }),
}
