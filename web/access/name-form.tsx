/** Asked of a first administrator, whom nothing but their address names so far. */
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAct } from '../api.ts'
import { ProblemNote } from '../ui/states.tsx'
import classes from './access.module.css'

export function NameForm() {
  const { t } = useTranslation('access')
  const [name, setName] = useState('')
  const introduce = useAct('access.introduce', {
    invalidates: ['access.account', 'access.me'],
    showsProblem: true,
    done: t('name.saved'),
  })
  return (
    <form
      className={classes.name}
      onSubmit={(event) => {
        event.preventDefault()
        introduce.mutate({ name })
      }}
    >
      <TextInput
        label={t('name.label')}
        description={t('name.about')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        autoComplete="name"
        minLength={2}
        maxLength={200}
        required
        withAsterisk={false}
        dir="auto"
      />
      {introduce.error ? <ProblemNote small error={introduce.error} /> : null}
      <Button type="submit" variant="default" loading={introduce.isPending} disabled={name.trim().length < 2}>
        {t('name.save')}
      </Button>
    </form>
  )
}
