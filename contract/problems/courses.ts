import type { Problems } from './shape.ts'

export const coursesProblems = {
  course_open: {
    status: 409,
    detail:
      'Something in this course has to be mended before it can be published. Your draft is kept. Look at the list beside it; each line says what to do.',
  },
  course_unchanged: {
    status: 409,
    detail: 'This draft says the same as the published version. Nothing was changed.',
  },
  film_large: {
    status: 422,
    detail:
      'This film is larger than {limit}. Nothing was kept. Make it smaller or shorter, or divide it into two lessons.',
  },
  film_kind: {
    status: 422,
    detail:
      'This file is no film that browsers play. Nothing was kept. Save it as MP4 (H.264) or WebM and bring it again.',
  },
  film_broken: {
    status: 422,
    detail:
      'This film is not whole. Nothing was kept. Play it to its end on your computer; if it stops, save it again, then bring it again.',
  },
  film_length: {
    status: 422,
    detail:
      'This film does not say how long it is, so nobody could see how much is left. Nothing was kept. Save it again as MP4 or WebM with another program, then bring it again.',
  },
  film_piece: {
    status: 422,
    detail: 'A piece of the film did not arrive whole. Nothing shows the film yet. Bring it again.',
  },
  film_no_room: {
    status: 507,
    detail:
      'There is no room left for this film. Nothing of it was kept. Tell an administrator that the disk of the database is full, then bring it again.',
  },
  captions_kind: {
    status: 422,
    detail:
      'This file holds no captions that can be read. What was there before is kept. Save them as WebVTT (.vtt) in UTF-8, with a first line WEBVTT, and bring them again.',
  },
  captions_line: {
    status: 422,
    detail:
      'A time in these captions cannot be read: {line}. What was there before is kept. Write it as 00:01:05.000 --> 00:01:08.000 and bring the file again.',
  },
  captions_times: {
    status: 422,
    detail:
      'A line of these captions, at {at}, ends before it begins or begins after the film has ended. What was there before is kept. Choose the file that belongs to this film.',
  },
} as const satisfies Problems
