/**
 * The closed list of error codes. Every refusal carries one; the browser has a
 * sentence for each in every language, the API an English one.
 * `detail` may name `{params}`.
 */
export const problems = {
  unauthenticated: { status: 401, detail: 'Sign in first. Nothing was changed.' },
  forbidden: {
    status: 403,
    detail: 'You are not allowed to do this. Ask your program lead or administrator if you need it.',
  },
  not_found: { status: 404, detail: 'This does not exist, or you may not see it.' },
  invalid_request: { status: 422, detail: 'Something in the request is not as expected: {issues}.' },
  unknown_parameter: {
    status: 422,
    detail: 'Nothing here reads a parameter “{name}”, so nothing was done. Known are: {known}.',
  },
  conflict: {
    status: 409,
    detail: 'Somebody changed this in the meantime. Load it again; your text is still on your screen.',
  },
  too_many_requests: { status: 429, detail: 'Too many attempts. Wait {seconds} seconds and try again.' },
  too_large: { status: 413, detail: 'This is larger than the limit of {limit}.' },
  cross_site: {
    status: 403,
    detail: 'This request came from another site and was refused. Open Belay itself and try again.',
  },
  internal: {
    status: 500,
    detail:
      'Something failed on our side. Nothing was half-written. Tell your administrator the reference {reference}.',
  },
  unavailable: {
    status: 503,
    detail: 'The service is starting or its database cannot be reached. Try again in a moment.',
  },
  collided: {
    status: 503,
    detail: 'Two changes got in each other’s way, and this one gave way. Nothing of it was written. Try again.',
  },

  clock_not_movable: {
    status: 409,
    detail: 'This installation runs on the real clock. Only one created with --movable-clock can be moved.',
  },
  clock_backwards: { status: 409, detail: 'The clock only moves forward. It shows {now}.' },
  organization_unknown: {
    status: 404,
    detail: 'There is no company with this address. Check the link or ask whoever sent it.',
  },
  organization_exists: { status: 409, detail: 'A company with the address {slug} exists already. Choose another.' },
  address_unknown: {
    status: 404,
    detail: 'Nobody here has the address {email}. Check the spelling, or import the people file first.',
  },
  account_closed: {
    status: 409,
    detail: 'This account is closed, so nobody can sign in with it. Open it again first.',
  },
  account_open: { status: 409, detail: 'This account is open already. Nothing was changed.' },
  too_many_tokens: {
    status: 409,
    detail: 'You have {count} API tokens that still open. End one that you do not need, then make another.',
  },
  role_held: { status: 409, detail: '{name} holds this role already. Nothing was changed.' },
  population_needed: {
    status: 422,
    detail: 'An HR partner looks after a part of the company: choose the audience. Other roles take none.',
  },
  codes_nobody: {
    status: 409,
    detail: 'Nobody here needs a printed code: everyone in this choice has an e-mail address to sign in with.',
  },
  codes_too_many: {
    status: 409,
    detail: 'These are {people} people, and one sheet holds {most}. Choose a location or fewer people.',
  },
  email_taken: {
    status: 409,
    detail:
      'Somebody with the address {email} is here already. Nothing was changed; use that person, or another address.',
  },
  sign_in_failed: {
    status: 401,
    detail: 'E-mail and password do not belong together. Try again, or ask for a sign-in link.',
  },
  link_used: { status: 410, detail: 'This link or code was used or has expired. Ask for a new one.' },
  code_failed: {
    status: 401,
    detail:
      'Employee number and code do not belong together, or the code was used or has expired. Check both, or ask for a new sheet.',
  },
  password_weak: {
    status: 422,
    detail: 'Choose a password of at least {length} characters that is not among the usual ones.',
  },
  password_wrong: {
    status: 422,
    detail:
      'The present password is not right. Nothing was changed. Try again, or sign out and ask for a sign-in link.',
  },
  password_asked: { status: 422, detail: 'Enter your present password as well. Nothing was changed.' },
  last_admin: {
    status: 409,
    detail: 'This would leave the company without an administrator. Make somebody else administrator first.',
  },

  field_unknown: {
    status: 422,
    detail:
      'This text uses the field {field}, which does not exist. Nothing was sent. Choose a field from the list or take it out.',
  },
  field_empty: {
    status: 422,
    detail:
      'The field {field} has no value. Nothing is sent with a broken field. Fill it in, or take it out of the text.',
  },
  template_broken: {
    status: 422,
    detail: 'This text cannot be sent: {fault}. Nothing was sent, and your text is kept. Correct it and try again.',
  },

  audience_name_taken: { status: 409, detail: 'Another audience is called {name}. Choose another name.' },
  audience_person_unknown: {
    status: 422,
    detail: 'The rule names somebody who is not in the people file today. Choose a person who is.',
  },
  audience_in_use: {
    status: 409,
    detail: 'This audience is used by {uses}. Choose another audience there first; nothing was removed.',
  },

  people_file_empty: { status: 422, detail: 'The file is empty. Nothing was changed.' },
  people_file_unreadable: {
    status: 422,
    detail: 'The file is not a table of text. Nothing was changed. Export everyone as CSV and try again.',
  },
  people_file_spreadsheet: {
    status: 422,
    detail:
      'The file is a spreadsheet, not CSV, whatever its name ends in. Nothing was changed. Save it as CSV (UTF-8) and try again.',
  },
  people_file_cut_off: {
    status: 422,
    detail:
      'The compressed file is damaged or ends too early, so not all of it could be read. Nothing was changed. Compress it again, or use the plain CSV.',
  },
  people_file_quote_open: {
    status: 422,
    detail:
      'A quotation mark that opens in the record on line {line} is never closed. Nothing was changed. Correct that line and try again.',
  },
  people_file_record_too_long: {
    status: 422,
    detail:
      'The record on line {line} is longer than a megabyte; a quotation mark may be missing there. Nothing was changed. Correct that line and try again.',
  },
  people_encoding_unknown: {
    status: 422,
    detail:
      '{encoding} is not an encoding that is known here. Use utf-8, utf-16le, utf-16be or windows-1252, or leave it out.',
  },
  people_mapping_invalid: {
    status: 422,
    detail: 'The mapping is not an object of columns and what they hold. Nothing was changed.',
  },
  people_mapping_field_unknown: {
    status: 422,
    detail: '“{value}” for column “{column}” is not a field. Nothing was changed. The fields are {fields}.',
  },
  people_mapping_date_unknown: {
    status: 422,
    detail:
      '“{value}” for column “{column}” is not a date format such as YYYY-MM-DD, DD/MM/YYYY, MM/DD/YY or excel. Nothing was changed.',
  },
  people_mapping_status_unknown: {
    status: 422,
    detail: 'The status “{word}” may mean {meanings}, not “{value}”. Nothing was changed.',
  },
  people_columns_missing: {
    status: 422,
    detail:
      'No column was recognised as a name, and none as an employee number or an e-mail address. Nothing was changed. Say in a mapping which columns hold them; the file has {columns}.',
  },
  people_name_column_missing: {
    status: 422,
    detail:
      'No column was recognised as a name. Nothing was changed. Say in a mapping which column holds it; the file has {columns}.',
  },
  people_number_column_missing: {
    status: 422,
    detail:
      'No column was recognised as an employee number or an e-mail address. Nothing was changed. Say in a mapping which column holds one; the file has {columns}.',
  },
  people_rows_refused: {
    status: 409,
    detail: '{refused} of {rows} rows are refused, so nothing was written. Correct them, or import the good rows only.',
  },
  people_leavers_unconfirmed: {
    status: 409,
    detail:
      'This file would end the employment of {leavers} of {present} people, more than {limit} %. Nothing was written. If that is right, confirm the number {leavers}.',
  },
  people_file_older: {
    status: 409,
    detail:
      'A file as of {newest} was imported already, and this one is as of {asOf}. Nothing was written. Choose to restate if it corrects what was known then.',
  },
  people_import_running: {
    status: 409,
    detail: 'Another people file is being imported at this moment. Try again when it is done.',
  },
  people_import_changed: {
    status: 409,
    detail: 'The record has changed since this file was looked at. Nothing was written. Look at it again, then apply.',
  },
  people_import_done: { status: 409, detail: 'This import is finished already.' },

  person_unknown: { status: 422, detail: 'This person is not in the people file today. Choose somebody who is.' },
  element_off: {
    status: 403,
    detail: 'This is not open to {name} yet. It begins when their wave of the program goes live.',
  },
  logo_unreadable: {
    status: 422,
    detail:
      'This file is not a PNG, JPEG or WebP picture of at most 300 kB and 4,000 by 4,000 pixels. The logo was not changed. Export it in one of these formats and try again.',
  },
  design_incomplete: {
    status: 409,
    detail:
      'The program cannot be published yet: {count} things are missing. Nothing was published, and the draft is safe. Open the design to see them.',
  },
  nothing_to_publish: { status: 409, detail: 'The draft is the same as version {number}. Nothing was published.' },
  wave_name_taken: { status: 409, detail: 'Another wave is called {name}. Choose another name.' },
  wave_dates: {
    status: 422,
    detail:
      'Preparation has to begin on or before the go-live date, and neither may lie in the past. Nothing was changed.',
  },
  wave_live: { status: 409, detail: 'This wave went live on {on}. That cannot be changed any more.' },
  wave_begun: {
    status: 409,
    detail:
      'Preparation of this wave began on {on}, and people may have heard of it. Move its dates instead of removing it.',
  },
  wave_not_live: {
    status: 409,
    detail: 'This wave is not live yet; it follows the newest published version by itself.',
  },
  halt_not_live: {
    status: 409,
    detail: 'This wave is not live, so there is nothing to pause or to take back. Nothing was changed.',
  },
  wave_paused: { status: 409, detail: 'This wave is paused already. Nothing was changed.' },
  wave_not_paused: { status: 409, detail: 'This wave is not paused. Nothing was changed.' },
  halt_handed_over: {
    status: 409,
    detail: 'This wave was handed over, with signatures. It can be paused, and not taken back to before its go-live.',
  },
  rollback_date: {
    status: 422,
    detail: 'The new go-live date has to lie after today. Choose a later day, or none yet.',
  },
  roadmap_none: { status: 409, detail: 'There is no roadmap yet. Make one from the design first.' },
  roadmap_full: {
    status: 409,
    detail: 'A roadmap holds {most} tasks. Nothing was added. Leave out what is not needed, or put several into one.',
  },
  roadmap_cycle: {
    status: 422,
    detail:
      'These tasks would wait for each other in a circle: {names}. Nothing was changed. Take one of them out of the circle.',
  },
  roadmap_task: {
    status: 422,
    detail: 'A task that this one should wait for is not on this roadmap any more. Choose another.',
  },
  roadmap_wave: { status: 422, detail: 'This wave is not one of this program’s. Choose another.' },
  roadmap_known: {
    status: 409,
    detail: 'Belay sees by itself when this is reached, so it cannot be set by hand. Nothing was changed.',
  },
  roadmap_day: {
    status: 422,
    detail: 'A task cannot be done on a day that is still ahead. Choose today or an earlier day.',
  },
  wave_not_ready: {
    status: 409,
    detail: 'This wave cannot go live yet: {failed}. Nothing was changed. Its readiness page says where to mend each.',
  },
  wave_date_past: { status: 409, detail: 'The go-live date {on} has passed. Choose another, or launch the wave now.' },
  wave_not_scheduled: { status: 409, detail: 'This wave is not scheduled to launch by itself.' },
  waiver_not_needed: {
    status: 409,
    detail: 'This check does not fail now, so there is nothing to waive. Nothing was changed. Load the page again.',
  },
  sponsor_act_date: {
    status: 422,
    detail:
      'An act is planned for today or a later day, at most a year and a half ahead. Nothing was changed. Choose another day.',
  },
  waiver_own: {
    status: 403,
    detail:
      'This check speaks of you, so somebody else has to waive it. Nothing was changed. Ask the lead or the sponsor.',
  },
  waiver_until: {
    status: 422,
    detail:
      'A waiver ends today or on a later day, at most {most} days from now. Nothing was changed. Choose another day.',
  },
  version_unknown: { status: 422, detail: 'There is no published version {number} of this program.' },
  version_same: { status: 409, detail: 'This wave runs on version {number} already.' },
  audience_unknown: { status: 422, detail: 'This audience does not exist any more. Choose another.' },
  policy_changed: {
    status: 409,
    detail: 'This text is not the current one any more. Load the page again and read the new version.',
  },

  goal_dates: {
    status: 422,
    detail: 'The last day of a goal has to be on or after its first. Nothing was changed. Choose another date.',
  },
  goal_parent: {
    status: 422,
    detail:
      'This goal cannot serve that one: it is not there for you, or it serves this goal itself. Nothing was changed. Choose another.',
  },
  goal_level: {
    status: 403,
    detail:
      'Company goals are set by the program lead, the sponsor or whoever is at the top of the company; team goals by whoever leads people. Nothing was changed. Ask one of them.',
  },
  goal_level_private: {
    status: 409,
    detail:
      'Goals of the company or of a team can be read by everyone. Nothing was changed. Make this one public first.',
  },
  goal_private_people: {
    status: 403,
    detail: 'Only its owner says who else sees a private goal. Nothing was changed. Ask them.',
  },
  goal_handover: {
    status: 403,
    detail:
      'A goal is handed over by the manager of its owner, to themself or somebody who reports to them. Nothing was changed. Ask that manager.',
  },
  goal_copied: {
    status: 409,
    detail: 'This goal was carried into a next period already. Nothing was changed. Open that one instead.',
  },
  competency_file_columns: {
    status: 422,
    detail:
      'No column of this file was recognised as {missing}. Nothing was changed. Say in the mapping which column it is.',
  },
  goal_file_columns: {
    status: 422,
    detail:
      'No column of this file was recognised as {missing}. Nothing was changed. Say in the mapping which column it is.',
  },
  goal_mention: {
    status: 409,
    detail:
      '{name} cannot read this goal, so they would not find what you wrote. Nothing was said. Leave out the mention, or ask the owner to share the goal with them.',
  },
  goal_key_taken: {
    status: 409,
    detail:
      'Another key result has the key “{key}” already, so a value would not know where to go. Nothing was changed. Choose another key.',
  },
  goal_closed: { status: 409, detail: 'This goal is closed. Nothing was changed. Open it again first.' },
  goal_draft: { status: 409, detail: 'This goal is still a draft. Nothing was changed. Publish it first.' },
  goal_in_use: {
    status: 409,
    detail:
      'Work was reported on this goal, or another goal serves it, so it stays. Close it with the outcome “dropped” instead.',
  },
  goal_update_old: {
    status: 409,
    detail:
      'Only your own newest progress on an open goal can be taken back. Nothing was changed. Report the right value instead.',
  },
  goal_steps: {
    status: 422,
    detail: 'This key result is made of steps. Nothing was changed. Tick the steps that are done.',
  },
  key_result_unknown: {
    status: 422,
    detail: 'This key result is not part of the goal any more. Nothing was changed. Load the goal again.',
  },
  checkin_pair: {
    status: 403,
    detail: 'A check-in needs a manager and somebody who reports to them today. Nothing was changed.',
  },
  checkin_over: {
    status: 409,
    detail: 'This check-in is recorded as held already. Nothing was changed. Open the next one.',
  },
  checkin_date: {
    status: 422,
    detail: 'A check-in can be recorded for today or up to 60 days back. Nothing was changed. Choose another day.',
  },
  checkin_past: {
    status: 422,
    detail: 'This time has passed already. Nothing was changed. Choose a later one.',
  },
  checkin_agenda: { status: 422, detail: 'This agenda is not among those of the program. Choose one from the list.' },
  checkin_open: { status: 409, detail: 'This check-in is not recorded as held. Nothing was changed.' },
  checkin_current: {
    status: 409,
    detail: 'A word for the hand-over is for after a change of manager. You two still have check-ins together.',
  },
  checkin_undo_over: {
    status: 409,
    detail:
      'It was recorded too long ago to be taken back by one of you. Say on its page that you did not talk; when you both agree, it is taken back.',
  },
  checkin_rarer: {
    status: 422,
    detail: 'You two can agree to talk more often than the program asks, not more rarely. Nothing was changed.',
  },
  checkin_next: {
    status: 409,
    detail: 'The next check-in of you two is begun already, so this one stays as held. Nothing was changed.',
  },
  checkin_question: {
    status: 422,
    detail:
      'This question does not belong to the check-in any more. Your words are still on your screen. Load the page again.',
  },

  review_launched: {
    status: 409,
    detail: 'This cycle is launched, so its plan and form stay as they are. Nothing was changed.',
  },
  review_incomplete: {
    status: 409,
    detail:
      'The cycle cannot be launched yet: {count} things are missing. Nothing was changed. The check says where each is.',
  },
  review_people_changed: {
    status: 409,
    detail: 'These are {people} people now. Nothing was launched. Look at the check again, then launch.',
  },
  review_remind_changed: {
    status: 409,
    detail:
      'Now {people} people are not finished and have heard nothing today. Nobody was reminded. Look again, then send.',
  },
  review_not_running: { status: 409, detail: 'This cycle is not running. Nothing was changed.' },
  review_dates: {
    status: 422,
    detail: 'The last day of a stage has to be today or later, and not before its first. Nothing was changed.',
  },
  review_released: {
    status: 409,
    detail: 'The answers of this stage were released already, so it cannot be opened again. Nothing was changed.',
  },
  review_over: {
    status: 409,
    detail: 'This part of the review is not open. Nothing was changed; what you wrote is still on your screen.',
  },
  review_submitted: {
    status: 409,
    detail: 'This is handed in already. Open it again first if something has to change.',
  },
  review_not_submitted: { status: 409, detail: 'This is not handed in yet. Nothing was changed.' },
  review_question: {
    status: 422,
    detail: 'This question is not part of your form. Your words are still on your screen. Load the page again.',
  },
  review_unanswered: {
    status: 422,
    detail: 'Some answers are still missing: {count}. What you wrote is saved. Answer them, then hand it in.',
  },
  review_shared: {
    status: 409,
    detail: 'This review is shared with the person already. Nothing was changed. The program lead can open it again.',
  },
  review_not_shared: { status: 409, detail: 'This review is not shared yet. Nothing was changed.' },
  review_too_early: {
    status: 409,
    detail: 'Reviews of this cycle can be shared from {on}. Nothing was changed.',
  },
  review_held: {
    status: 409,
    detail: 'This review is in a calibration session that is not closed yet. Nothing was changed.',
  },
  review_reason: { status: 422, detail: 'Say why this is opened again; the writer will read it. Nothing was changed.' },
  review_peers: {
    status: 422,
    detail:
      'Name {least} to {most} colleagues, neither the person nor their manager. Nothing was changed. Choose again.',
  },
  review_not_open: {
    status: 422,
    detail:
      'Reviews are not open to {name}: they are in no running wave that has them. Nothing was changed. Choose somebody else, or ask the program lead to bring their wave live first.',
  },
  review_writer: {
    status: 422,
    detail: 'The person of a review cannot write as its manager. Nothing was changed. Choose somebody else.',
  },
  review_file_columns: {
    status: 422,
    detail:
      'No column of this file was recognised as {missing}. Nothing was changed. Say in the mapping which column it is.',
  },
  review_nothing_to_hand_over: {
    status: 409,
    detail: 'There is no draft of yours that another manager goes on with. Nothing was changed.',
  },
  calibration_off: { status: 409, detail: 'This cycle has no calibration. Nothing was changed.' },
  calibration_people: {
    status: 422,
    detail:
      'A session takes 1 to {most} people who are in no other open one; here are {count}. Nothing was changed. Choose other people.',
  },
  calibration_questions: {
    status: 422,
    detail:
      'A session looks at one or two different rating questions that managers answer. Nothing was changed. Choose from the list.',
  },
  calibration_guide: {
    status: 422,
    detail: 'The guide line needs one share for each step, and together they make 100%. Nothing was changed.',
  },
  calibration_facilitator: {
    status: 422,
    detail:
      'A session is led by the program lead or an HR partner who looks after people in it. Nothing was changed. Choose one of them.',
  },
  calibration_participant: {
    status: 422,
    detail:
      'Only managers who lead somebody in the session can be invited, and these do not: {names}. Nothing was changed.',
  },
  calibration_state: {
    status: 409,
    detail: 'The session was opened or closed in the meantime. Nothing was changed. Load the page again.',
  },
  calibration_moved: {
    status: 409,
    detail:
      'Somebody else changed this rating in the meantime. Nothing was changed; your reason is still on your screen. Look at it again.',
  },
  calibration_locked: {
    status: 409,
    detail: 'This rating cannot be changed here: it is not handed in, or shared with the person already.',
  },
  calibration_undo: {
    status: 409,
    detail: 'Only the newest change of a person can be undone. Nothing was changed. Load the page again.',
  },
  calibration_changed: {
    status: 409,
    detail: 'The ratings of {count} people are changed now. The session is still open. Look again, then close it.',
  },
  feedback_mode: {
    status: 422,
    detail: 'This way of giving feedback is not open here. Nothing was sent. Choose one of those that are offered.',
  },
  feedback_self: { status: 403, detail: 'Feedback goes to somebody else. Nothing was sent. Choose a colleague.' },
  feedback_empty: { status: 422, detail: 'There are no words yet. Nothing was sent. Write at least one sentence.' },
  feedback_sent: { status: 409, detail: 'This was sent already and cannot be changed. Write another one instead.' },
  feedback_too_late: {
    status: 409,
    detail:
      'This was read already, or its hour has passed, so it cannot be taken back. Nothing was changed. You can write to add or correct something.',
  },
  feedback_replied: {
    status: 409,
    detail: 'A reply to this was sent already. Nothing was changed. Talk about it instead.',
  },
  feedback_raters: {
    status: 422,
    detail:
      'Some of these people cannot be asked: {names}. They are not in the program yet, or cannot answer this. Nothing was sent. Choose others.',
  },
  feedback_few: {
    status: 422,
    detail:
      'Answers without names need at least {floor} colleagues to be asked, and here are {count}. Nothing was sent. Ask more people, or choose another mode.',
  },
  feedback_busy: {
    status: 409,
    detail:
      'These people have as many requests to answer as the program allows: {names}. Nothing was sent. Choose others, or ask again later.',
  },
  feedback_date: {
    status: 422,
    detail: 'The date has to lie between tomorrow and 90 days from now. Nothing was sent. Choose another.',
  },
  recognition_self: {
    status: 403,
    detail: 'Recognition goes to somebody else. Nothing was sent. Take yourself off the list.',
  },
  recognition_people: {
    status: 422,
    detail:
      'The program does not have recognition for these people yet: {names}. Nothing was sent. Take them off the list, or tell them yourself.',
  },
  recognition_value: {
    status: 422,
    detail: 'This value is not part of the program any more. Nothing was sent. Choose another, or none.',
  },
  recognition_goal: {
    status: 422,
    detail: 'This goal cannot be named here, because you may not see it. Nothing was sent. Choose another, or none.',
  },
  recognition_quiet: {
    status: 422,
    detail:
      'This program has no quiet recognition. Nothing was sent. Write it for everybody to see, or tell them yourself.',
  },
  recognition_late: {
    status: 409,
    detail:
      'A day has passed, so this stays as it is. Nothing was changed. You can still say something to it, or ask your program lead.',
  },
  feedback_rounds_off: { status: 403, detail: 'This program has no 360 feedback. Ask for feedback instead.' },
  feedback_begun: {
    status: 409,
    detail: 'The questions have gone out already, so the people stay. Nothing was changed.',
  },
  feedback_closed: {
    status: 409,
    detail: 'This request is closed. Nothing was sent. You can still give feedback without being asked.',
  },
  feedback_answered: {
    status: 409,
    detail: 'You have answered or declined this request already. Nothing was sent again.',
  },
  feedback_question: {
    status: 422,
    detail:
      'This question is not part of the request any more. Your words are still on your screen. Load the page again.',
  },

  framework_incomplete: {
    status: 409,
    detail:
      'The competencies cannot be published yet. Open points: {count}. Nothing was published, and the draft is safe. The page names them.',
  },

  growth_not_published: {
    status: 409,
    detail: 'Your company has not published any competencies yet. Nothing was saved. Your program lead publishes them.',
  },
  growth_pair: {
    status: 403,
    detail: 'This needs somebody and a manager of theirs today. Nothing was changed.',
  },
  growth_shared: {
    status: 409,
    detail:
      'You have shared your side already. Nothing was changed. Take it back first, as long as the other one has not shared.',
  },
  growth_compared: {
    status: 409,
    detail: 'Both of you have shared, so both have seen it. Nothing was changed. Begin a new look instead.',
  },
  growth_empty: {
    status: 422,
    detail: 'There is nothing to share yet. Nothing was changed. Choose a level or write an example first.',
  },
  growth_unknown: {
    status: 422,
    detail:
      'This competency or level is not part of what is published any more. Your words are still on your screen. Load the page again.',
  },
  growth_plan_open: {
    status: 409,
    detail: 'You have begun another plan, so this one stays closed. Nothing was changed. Close the open one first.',
  },

  letters_needed: {
    status: 409,
    detail:
      'These letters concern access, or something that is asked of somebody in their name, so they always come. Nothing was changed.',
  },
  letters_fixed: {
    status: 409,
    detail:
      '{name} has decided for everybody how these letters come. Nothing was changed. Ask them if that does not fit.',
  },
  letters_at_once: {
    status: 422,
    detail:
      'These letters cannot wait for the letter of the day. Nothing was changed. Choose at once, or in the app only.',
  },
  letters_free: {
    status: 409,
    detail:
      'Reminders and round-ups stay everybody’s own choice. Nothing was changed. You can switch them off for all.',
  },
  letters_link: {
    status: 410,
    detail:
      'This address is not complete, or was made by another installation. Nothing was changed. Sign in to choose your letters.',
  },
  letter_closed: {
    status: 409,
    detail:
      'This letter opens an account or warns of somebody in it, so its words stay the same everywhere. Nothing was changed.',
  },
  letter_field: {
    status: 422,
    detail:
      'This letter knows nothing of the field {field}. Nothing was saved; your words are still on your screen. It may name: {known}.',
  },
  letter_field_missing: {
    status: 422,
    detail:
      'Without the field {field} this letter would leave out what it is about. Nothing was saved; your words are still on your screen. Put it into the subject or the letter.',
  },

  mail_not_stuck: {
    status: 409,
    detail: 'Only a letter that failed, could not be written or whose fate is uncertain can be sent again.',
  },

  campaign_started: {
    status: 409,
    detail: 'This message has started to go out and cannot be changed any more. You can stop what has not left yet.',
  },
  campaign_incomplete: { status: 409, detail: 'Something is still missing: {missing}. Nothing was sent.' },
  campaign_not_approved: {
    status: 409,
    detail:
      '{sender} has not approved this message as it stands now. Ask for approval first; nothing goes out in somebody’s name without it.',
  },
  plan_no_date: {
    status: 409,
    detail:
      'This wave has no go-live date, so nothing can be counted from it. The message stayed as it was. Set the date first.',
  },
  campaign_date_past: { status: 409, detail: 'The date has passed. Choose today or a later day.' },

  lesson_open: {
    status: 409,
    detail: 'Something in this lesson is still open. What you did before is kept.',
  },
  live_time: {
    status: 422,
    detail:
      'A session begins in the future and ends on the same day, after it begins. Nothing was saved. Choose another time.',
  },
  live_leader: {
    status: 422,
    detail:
      'Sessions are led by people who hold the role of trainer or program lead. Nothing was saved. Choose one of them.',
  },
  live_seats: {
    status: 409,
    detail: '{count} people have a seat already. Nothing was changed. Leave at least as many seats.',
  },
  live_over: {
    status: 409,
    detail: 'This session has begun, is over or was called off. Nothing was changed.',
  },
  live_not_yet: {
    status: 409,
    detail: 'Who came can be noted from an hour before the session begins. Nothing was changed.',
  },
  live_code: {
    status: 422,
    detail: 'This code is not right, or not valid any more. Nothing was changed. Look at the code in the room again.',
  },
  live_evaluated: {
    status: 409,
    detail: 'Your answers have arrived. They are anonymous, so nobody can find them again, and they cannot be changed.',
  },
  live_evaluation_closed: {
    status: 409,
    detail: 'What people thought of this session is counted already, or you were not there. Nothing was sent.',
  },
  desk_many: {
    status: 409,
    detail: 'Twenty of your questions wait already. Nothing was sent. Close one that is settled, then ask again.',
  },
  desk_settled: {
    status: 409,
    detail: 'This question does not wait for an answer any more. Nothing was changed.',
  },
  desk_unanswered: {
    status: 409,
    detail: 'This question has no answer yet. Nothing was changed. Answer it, then it can be closed.',
  },
  desk_private: {
    status: 409,
    detail:
      'This question is private, so no entry is made of it. Nothing was saved. Write an entry of your own instead.',
  },
  desk_names: {
    status: 409,
    detail: 'The text names whoever asked: “{name}”. Nothing was saved. Take the name out, then save again.',
  },
  champion_person: {
    status: 409,
    detail: 'Only somebody who works here can be asked to be a champion. Nobody was asked. Choose somebody else.',
  },
  champion_asked: {
    status: 409,
    detail: '{name} has been asked already. Nothing was sent. Wait for the answer, or take that invitation back first.',
  },
  champion_days: {
    status: 422,
    detail: 'A term begins today or later, ends after it began, and lasts three years at most. Nobody was asked.',
  },
  champion_area: {
    status: 422,
    detail: 'Nobody works at “{name}”, so it cannot be covered. Nothing was changed. Choose from the list.',
  },
  champion_answered: {
    status: 409,
    detail: 'This invitation does not wait for an answer any more. Nothing was changed.',
  },
  champion_none: {
    status: 409,
    detail: '{name} is not a champion now. Nothing was changed. Load the page again to see who is.',
  },
  champion_passed: {
    status: 409,
    detail: 'Somebody has handed this over already. Nothing was changed.',
  },
  champion_over: {
    status: 409,
    detail: 'This term is over, or the invitation to it was declined. Nothing was changed.',
  },
  champion_full: {
    status: 409,
    detail:
      'Too much waits to be released. Nothing was kept. Try again on Monday; until then, talk to your program lead.',
  },
  hypercare_not_begun: {
    status: 409,
    detail: 'This wave is not live yet, so its first weeks have not begun. Nothing was changed.',
  },
  waiver_day: {
    status: 422,
    detail:
      'An exception holds until a day from today on, half a year at most. Nothing was changed. Choose another day.',
  },
  handover_done: {
    status: 409,
    detail: 'This wave is handed over. Its record stays as it was signed, so nothing was changed.',
  },
  handover_open: {
    status: 409,
    detail: 'The hand-over still lacks something: {missing}. Nothing was signed.',
  },
  handover_not_yours: {
    status: 409,
    detail: 'You are not among those who sign this hand-over, or you have signed already. Nothing was changed.',
  },
  tests_made: {
    status: 409,
    detail: 'This wave has a test plan already. Nothing was changed. Load the page again to see it.',
  },
  tests_due: {
    status: 422,
    detail:
      'The tests have to be done between today and the go-live date. Nothing was changed. Choose another day, or move the wave first.',
  },
  tests_signer: {
    status: 422,
    detail:
      'Whoever signs for HR has to be an HR partner, and whoever signs for IT an administrator. Nothing was changed. Choose somebody with that role, or give them the role first.',
  },
  tests_nobody: {
    status: 409,
    detail: 'Everybody who tests was asked already. Nothing was sent. Add testers first.',
  },
  tests_script_there: {
    status: 409,
    detail: 'This script is in the plan already, or the library has it no more. Nothing was changed.',
  },
  tests_many: {
    status: 409,
    detail: 'A plan holds sixty scripts at most. Nothing was added. Take one out first.',
  },
  tests_state: {
    status: 409,
    detail: 'This finding has moved on in the meantime. Nothing was changed. Load it again.',
  },
  tests_settled: {
    status: 409,
    detail: 'This finding is settled. Nothing was changed. Open it again first.',
  },
  tests_retest_words: {
    status: 422,
    detail: 'Say in a sentence what still goes wrong, so that somebody can mend it. Nothing was sent.',
  },
  tests_not_yours: {
    status: 409,
    detail: 'You are not among those who sign this test plan, or you have signed already. Nothing was changed.',
  },
  tests_open: {
    status: 409,
    detail:
      'The tests still lack something: {missing}. Nothing was signed. Load the page again: it says what is missing.',
  },
  tests_unsigned: {
    status: 409,
    detail: 'Nobody has signed this test plan. Nothing was changed.',
  },
  tests_handed_in: {
    status: 409,
    detail: 'You have handed this script in already, so it stays as it is. To try it again, begin anew.',
  },
  tests_steps: {
    status: 409,
    detail:
      'The steps of this script are others now. Nothing was kept. Load it again; what you wrote is still on your screen.',
  },
  tests_gaps: {
    status: 422,
    detail:
      'Each step needs an answer, and each that did not work needs a sentence and how bad it is. Nothing was handed in. Open: step {steps}.',
  },
  tests_picture: {
    status: 422,
    detail:
      'This file is not a PNG, JPEG or WebP picture. Nothing was added. Take a picture or a screenshot and try again.',
  },
  tests_pictures_many: {
    status: 409,
    detail: 'A step has room for three pictures. Nothing was added. Take one out first.',
  },
  pulse_launched: {
    status: 409,
    detail: 'This survey is launched, so its questions stay as they are. Nothing was changed. Begin a new one instead.',
  },
  pulse_incomplete: { status: 409, detail: 'Something is still missing: {missing}. Nobody was asked.' },
  pulse_not_running: { status: 409, detail: 'This survey asks nobody any more. Nothing was changed.' },
  pulse_closed: { status: 409, detail: 'This round ended on {on}. Nothing was changed.' },
  pulse_answered: {
    status: 409,
    detail:
      'Your answers to this round have arrived. They are anonymous, so nobody can find them again, and they cannot be changed.',
  },
  pulse_answers: {
    status: 422,
    detail: 'These answers do not fit the questions. Nothing was sent. Load the page again and answer once more.',
  },

  committee_missing: {
    status: 409,
    detail: 'There is no committee yet. Nothing was saved. The program lead writes its charter first.',
  },
  committee_time: {
    status: 422,
    detail:
      'A meeting begins in the future and ends on the same day, after it begins. Nothing was saved. Choose another time.',
  },
  committee_planned: {
    status: 409,
    detail: 'A meeting is planned already. Nothing was saved. Move that one, or call it off first.',
  },
  committee_over: {
    status: 409,
    detail: 'This meeting was held or called off, so it stays as it is. Nothing was changed.',
  },
  committee_not_yet: {
    status: 409,
    detail: 'This meeting has not begun. Nothing was changed. Minutes and who came are noted from its beginning on.',
  },
  committee_guest: {
    status: 403,
    detail: 'Guests of the committee read and note what they want to say; members decide. Nothing was changed.',
  },
  decision_aim: {
    status: 422,
    detail:
      'A number can be looked at from tomorrow on, for the company or a wave that is live, and it should change by something. Nothing was saved.',
  },
  decision_closed: {
    status: 409,
    detail: 'This decision was withdrawn, or is done already. Nothing was changed.',
  },
  request_answered: {
    status: 409,
    detail: 'This request was answered or taken back, so it stays as it is. Nothing was changed.',
  },
  request_until: {
    status: 422,
    detail:
      'Later needs a day to come, accepting a version that is published, declining a reason. Nothing was changed.',
  },

  metric_review_held: {
    status: 409,
    detail: 'This review was held, so it stays as it is. Nothing was changed.',
  },
  metric_review_not_open: {
    status: 409,
    detail: 'This review opens on {on}. Nothing was changed. Until then the numbers are still on their way.',
  },
  metric_review_choice: {
    status: 422,
    detail:
      'A change needs a new target, a day to come and a reason; retiring needs a reason, and another metric where one comes instead. Nothing was saved.',
  },
  metric_review_open: {
    status: 409,
    detail: 'Nothing was chosen yet for {missing} of {of} metrics. Nothing was changed. Choose for each, then hold it.',
  },
  pack_no_numbers: {
    status: 409,
    detail:
      'No numbers of this program were given out yet. Nothing was made. They come in the night after the first wave has gone live.',
  },
  pack_day: {
    status: 422,
    detail: 'No numbers were given out for this day. Nothing was made. Choose a day until {newest}.',
  },
  pack_draft: {
    status: 409,
    detail: 'There is a draft already. Nothing was made. Release it, or throw it away first.',
  },
  pack_released: {
    status: 409,
    detail: 'This pack is released, so it stays as it is. Nothing was changed. Make a new one instead.',
  },
  pack_not_released: {
    status: 409,
    detail:
      'This pack is still a draft. Nothing was changed. Release it first, then bring its asks before the committee.',
  },
  pack_summary: {
    status: 409,
    detail: 'The pack lacks your own words at the top. Nothing was released. Say in a few sentences what matters most.',
  },
  year_end_not_begun: {
    status: 409,
    detail: 'No wave of this program is live yet, so its first year has not begun. Nothing was changed.',
  },
  year_end_not_open: {
    status: 409,
    detail: 'The year ends on {on}. Nothing was decided. It can be decided from 30 days before.',
  },
  year_end_pack: {
    status: 409,
    detail:
      'The decision rests on a released pack that is not older than 60 days. Nothing was decided. Release a new one first.',
  },
  year_end_decided: {
    status: 409,
    detail:
      'This year is decided already. Nothing was changed. The committee can withdraw its decision and decide anew.',
  },
  year_end_nothing: {
    status: 409,
    detail: 'This decision is signed already, or it was withdrawn since. Nothing was signed. Load the page again.',
  },
  year_end_not_yours: {
    status: 403,
    detail: 'Only the sponsor whom the program names signs this. Nothing was signed.',
  },

  segment_unknown: {
    status: 404,
    detail:
      'There are no numbers for this part of the company, or you may not see them. Choose another one from the list.',
  },
  floor_falls: {
    status: 409,
    detail:
      'The smallest group is {floor} and can only rise once a wave is live. Nothing was changed. Choose {floor} or more.',
  },
} as const satisfies Record<string, { status: number; detail: string }>

export type ProblemCode = keyof typeof problems
