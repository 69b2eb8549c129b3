import { attention } from '../../contract/attention.ts'
import { attentionBudget } from '../../contract/budget.ts'
import { letterChoices, letterTexts } from '../../contract/notices.ts'
import { route } from '../platform/http.ts'
import { clearAddress, unreachable } from './bounces.ts'
import { getBudget, setBudget } from './budget.ts'
import { list, read } from './inbox.ts'
import { fix, get, list as listLetters, preview, restore, save } from './letter-texts.ts'
import { again, allAgain, outgoing, settings, test, words } from './mail-list.ts'
import { off, offered, openOff } from './one-click.ts'
import { mine, set, setHours } from './own-choices.ts'

export const routes = [
  route(attention.inbox, list),
  route(attention.read, read),
  route(attention.outgoing, outgoing),
  route(attention.words, words),
  route(attention.again, again),
  route(attention.allAgain, allAgain),
  route(attention.unreachable, unreachable),
  route(attention.clearAddress, clearAddress),
  route(attention.settings, settings),
  route(attention.test, test),
  route(letterChoices.mine, mine),
  route(letterChoices.choose, set),
  route(letterChoices.hours, setHours),
  route(letterChoices.openOff, openOff),
  route(letterChoices.off, off),
  route(letterChoices.offered, offered),
  route(letterTexts.list, listLetters),
  route(letterTexts.get, get),
  route(letterTexts.write, save),
  route(letterTexts.restore, restore),
  route(letterTexts.preview, preview),
  route(letterTexts.fix, fix),
  route(attentionBudget.weeks, getBudget),
  route(attentionBudget.limits, setBudget),
]
