/** What is expected of me, and "I have read this". For everyone in a wave. */
import { Button } from '@mantine/core'
import { IconCheck, IconFileText } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useAct, useOperation, type Answer } from '../api.ts'
import { useMe } from '../shell/me.ts'
import { Page } from '../ui/page.tsx'
import { useFormat, When } from '../ui/reader.tsx'
import { Empty, Loaded, Note, TextSkeleton } from '../ui/states.tsx'
import classes from './policies-page.module.css'
import { TextBlocks } from './text-blocks.tsx'
import { TextLink } from './text-link.tsx'

type Policy = Answer<'policies.mine'>['policies'][number]

export function PoliciesPage() {
  const { t } = useTranslation('program')
  const mine = useOperation('policies.mine', {})
  const open = mine.data?.policies.filter((p) => p.acknowledge && !p.acknowledgedOn).length ?? 0
  return (
    <Page
      title={t('mine.policies')}
      width="reading"
      description={
        mine.data && mine.data.policies.length > 0
          ? open > 0
            ? t('mine.open', { count: open })
            : t('mine.allRead')
          : undefined
      }
      help={t('mine.help')}
    >
      <Loaded
        query={mine}
        skeleton={<TextSkeleton lines={8} />}
        empty={(a) =>
          a.policies.length === 0 && (
            <Empty title={t('mine.none')} icon={<IconFileText size={22} stroke={1.6} />}>
              {t('mine.noneBody')}
            </Empty>
          )
        }
      >
        {(a) => (
          <div className={classes.policies}>
            {a.policies.map((policy) => (
              <OnePolicy key={policy.policyId} policy={policy} />
            ))}
            <p className={classes.more}>
              <TextLink to="/program/about">{t('mine.about')}</TextLink>
            </p>
          </div>
        )}
      </Loaded>
    </Page>
  )
}

function OnePolicy({ policy }: { policy: Policy }) {
  const { t } = useTranslation('program')
  const f = useFormat()
  const me = useMe()
  const late = policy.due !== null && f.daysUntil(policy.due) < 0
  const acknowledge = useAct('policies.acknowledge', {
    invalidates: ['policies.mine', 'policies.status'],
    optimistic: (_input, cache) =>
      cache.change('policies.mine', {}, (old) => ({
        ...old,
        policies: old.policies.map((p) =>
          p.policyId === policy.policyId ? { ...p, acknowledgedOn: me.today, due: null } : p,
        ),
      })),
  })
  return (
    <article className={classes.policy} aria-label={policy.title}>
      <header>
        <h2>{policy.title}</h2>
        <p>
          {t('mine.version', { number: policy.version })}
          {policy.due ? (
            <>
              {' '}
              ·{' '}
              <span data-late={late || undefined}>
                {t('mine.due')} <When on={policy.due} />
              </span>
            </>
          ) : null}
        </p>
      </header>
      {policy.earlier ? (
        <Note tone="accent">
          {t('mine.changed', { number: policy.earlier.version, day: f.day(policy.earlier.on, 'short') })}
        </Note>
      ) : null}
      <TextBlocks blocks={policy.body} lang={policy.language} />
      {policy.acknowledge ? (
        <footer>
          {policy.acknowledgedOn ? (
            <p className={classes.done} role="status">
              <IconCheck size={18} aria-hidden /> {t('mine.done', { day: f.day(policy.acknowledgedOn, 'long') })}
            </p>
          ) : (
            <>
              <Button
                loading={acknowledge.isPending}
                onClick={() => acknowledge.mutate({ policyId: policy.policyId, version: policy.version })}
              >
                {t('mine.acknowledge')}
              </Button>
              <small>{t('mine.meaning')}</small>
            </>
          )}
        </footer>
      ) : null}
    </article>
  )
}
