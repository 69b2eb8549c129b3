/** Words that leave people out come from retext-equality besides; see `loadedWords`. */
import { phrases, type AidWords } from './aid-words.ts'

export const english: AidWords = {
  endings: '',
  common: phrases(
    'the, and, you, your, that, with, for, was, were, have, has, had, this, from, they, when, what, which, would, could, not, are, our, their, about, it, of, to, we',
  ),
  absolute:
    phrases(`always, never, every single time, everyone knows, everybody knows, everyone thinks, everybody thinks,
    nobody likes, no one likes, nobody wants, constantly, all the time, without exception, every time`),
  person:
    phrases(`lazy, unreliable, arrogant, difficult person, too emotional, too sensitive, too quiet, too loud, too nice,
    too shy, bossy, aggressive, abrasive, pushy, stubborn, moody, attitude problem, bad attitude, negative attitude,
    not a team player, not leadership material, not a people person, born leader, natural leader, rock star, rockstar,
    superstar, ninja, a genius, airhead, know-it-all, control freak, drama queen`),
  vague:
    phrases(`good job, great job, nice job, well done, great work, keep it up, keep up the good work, more proactive, be better,
    do better, step up, communicate better, more strategic, more visible, more professional, more confident,
    more ownership, more presence, executive presence, think bigger, good attitude, amazing`),
  motive:
    phrases(`you do not care, you don't care, you don’t care, does not care, doesn't care, doesn’t care, on purpose,
    you just want, just wants to, only want to, only wants to, obviously wants, could not be bothered, couldn't be bothered,
    couldn’t be bothered, trying to look good, has an agenda`),
  group:
    phrases(`for a woman, for a man, as a mother, as a father, for your age, for her age, for his age, at your age, typical woman,
    typical man, like a girl, for a foreigner, for a part-timer, people like you, your generation, digital native,
    where you come from, where you are from`),
  hurts: phrases('stupid, idiot, dumb, useless, worthless, pathetic, hysterical, incompetent, embarrassing'),
  loaded: {},
  fine: phrases('almost always, nearly always, not always, as always, almost never, never mind'),
}
