/** Tests before a start: to try, to fix, to sign. */
import { Button } from '@mantine/core'
import { IconSignature, IconTestPipe } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Go } from '../ui/link.tsx'
import { useFormat } from '../ui/reader.tsx'
import { Row, type TaskOf } from './row.tsx'

export function TestTask({ task }: { task: TaskOf<'test_try' | 'test_fix' | 'test_sign'> }) {
  const { t } = useTranslation('week')
  const f = useFormat()
  switch (task.kind) {
    case 'test_try':
      return (
        <Row
          icon={<IconTestPipe size={20} stroke={1.6} />}
          title={
            task.scripts > 0
              ? t('testTry.title', { count: task.scripts, n: f.number(task.scripts), wave: task.wave })
              : t('testTry.retest', { count: task.retests, n: f.number(task.retests) })
          }
          detail={
            task.scripts > 0
              ? t('testTry.body', { count: task.minutes, n: f.number(task.minutes), day: f.day(task.dueOn, 'short') })
              : t('testTry.again')
          }
        >
          <Button component={Go} to="/tests">
            {t('testTry.act')}
          </Button>
        </Row>
      )
    case 'test_fix':
      return (
        <Row
          icon={<IconTestPipe size={20} stroke={1.6} />}
          title={t('testFix.title', { count: task.count, n: f.number(task.count) })}
          detail={
            task.blockers > 0
              ? t('testFix.blockers', { count: task.blockers, n: f.number(task.blockers) })
              : t('testFix.body')
          }
        >
          <Button component={Go} to="/tests">
            {t('testFix.act')}
          </Button>
        </Row>
      )
    case 'test_sign':
      return (
        <Row
          icon={<IconSignature size={20} stroke={1.6} />}
          title={t('testSign.title', { wave: task.wave })}
          detail={t('testSign.body')}
        >
          <Button component={Go} to={`/program/tests/${task.waveId}`}>
            {t('testSign.act')}
          </Button>
        </Row>
      )
  }
}
