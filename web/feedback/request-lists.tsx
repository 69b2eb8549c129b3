/** Requests: those that wait for an answer, and those one made oneself. */
import { Button } from '@mantine/core'
import { IconUserQuestion } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useOperation } from '../api.ts'
import { FilterBar } from '../ui/filter-bar.tsx'
import { Go, useAddress } from '../ui/link.tsx'
import { Section } from '../ui/page.tsx'
import { Empty, Loaded, RowsSkeleton } from '../ui/states.tsx'
import { type Address, limitOf, More, RequestRow, Rows } from './rows.tsx'

export function ToAnswer() {
  const { t } = useTranslation('feedback')
  const [at, setAt] = useAddress<Address>()
  const limit = limitOf(at.more)
  const query = useOperation(
    'feedback.requests',
    { box: 'to_answer', limit, ...(at.q ? { search: at.q } : {}) },
    { keep: true },
  )
  return (
    <Loaded
      query={query}
      skeleton={<RowsSkeleton rows={4} />}
      empty={(a) =>
        a.requests.length === 0 &&
        !at.q && (
          <Empty icon={<IconUserQuestion size={22} stroke={1.6} />} title={t('none.answer.title')}>
            {t('none.answer.body')}
          </Empty>
        )
      }
    >
      {(a) => {
        const open = a.requests.filter((q) => q.mine === 'answer')
        const rest = a.requests.filter((q) => q.mine !== 'answer')
        return (
          <>
            {open.length > 0 ? (
              <Rows label={t('tab.answer')}>
                {open.map((q) => (
                  <RequestRow key={q.id} q={q} as="rater" />
                ))}
              </Rows>
            ) : at.q ? null : (
              <Empty small title={t('none.open')} />
            )}
            {rest.length > 0 || at.q ? (
              <Section title={t('earlier')} bare>
                {rest.length > 4 || at.q ? (
                  <FilterBar search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('searchRequests') }} />
                ) : null}
                <Rows label={t('earlier')}>
                  {rest.map((q) => (
                    <RequestRow key={q.id} q={q} as="rater" />
                  ))}
                </Rows>
                <More next={a.next} limit={limit} busy={query.isFetching} />
              </Section>
            ) : null}
          </>
        )
      }}
    </Loaded>
  )
}

export function Asked() {
  const { t } = useTranslation('feedback')
  const [at, setAt] = useAddress<Address>()
  const limit = limitOf(at.more)
  const query = useOperation(
    'feedback.requests',
    { box: 'asked', limit, ...(at.q ? { search: at.q } : {}) },
    { keep: true },
  )
  const aboutMe = useOperation('feedback.requests', { box: 'about_me', limit: 50 })
  return (
    <>
      {at.q || (query.data?.requests.length ?? 0) > 4 ? (
        <FilterBar search={{ value: at.q, onChange: (q) => setAt({ q }), label: t('searchRequests') }} />
      ) : null}
      <Loaded
        query={query}
        skeleton={<RowsSkeleton rows={4} />}
        empty={(a) =>
          a.requests.length === 0 &&
          (at.q ? (
            <Empty small title={t('none.found')} />
          ) : (
            <Empty
              icon={<IconUserQuestion size={22} stroke={1.6} />}
              title={t('none.asked.title')}
              action={
                <Button component={Go} to="/feedback/ask" variant="default">
                  {t('ask.act')}
                </Button>
              }
            >
              {t('none.asked.body')}
            </Empty>
          ))
        }
      >
        {(a) => (
          <>
            <Rows label={t('tab.asked')}>
              {a.requests.map((q) => (
                <RequestRow key={q.id} q={q} as="asker" />
              ))}
            </Rows>
            <More next={a.next} limit={limit} busy={query.isFetching} />
          </>
        )}
      </Loaded>
      {aboutMe.data && aboutMe.data.requests.length > 0 ? (
        <Section title={t('aboutMe.title')} description={t('aboutMe.body')} bare>
          <Rows label={t('aboutMe.title')}>
            {aboutMe.data.requests.map((q) => (
              <RequestRow key={q.id} q={q} as="subject" />
            ))}
          </Rows>
        </Section>
      ) : null}
    </>
  )
}
