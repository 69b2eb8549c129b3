/** Everything about oneself: the page about one's data, language, light and dark, signing out. */
import { Menu, useMantineColorScheme } from '@mantine/core'
import {
  IconBell,
  IconDeviceDesktop,
  IconEye,
  IconKey,
  IconLanguage,
  IconLogout,
  IconMoon,
  IconSun,
  IconUser,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { queryClient, useAct } from '../api.ts'
import { forgetDrafts } from '../ui/draft.ts'
import { Go } from '../ui/link.tsx'
import { chooseLanguage, languages, pseudoLanguage } from '../words.ts'
import type { Me } from './me.ts'
import { MovedClock } from './moved-clock.tsx'
import classes from './shell.module.css'

const names: Record<string, string> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  [pseudoLanguage]: '[Ɱíŕŕóŕéđ]',
}

export function PersonMenuOpened({ me, button }: { me: Me; button: ReactNode }) {
  const { t, i18n } = useTranslation('shell')
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const navigate = useNavigate()
  const signOut = useAct('access.signOut', {
    onDone: () => {
      forgetDrafts()
      queryClient.clear()
      void navigate({ to: `/o/${me.organization.slug}/sign-in` } as never)
    },
  })
  // What is already on the screen stays as it is, but for the program’s own words; letters and other devices follow.
  const speak = useAct('access.speak', {
    optimistic: ({ language }, cache) => cache.change('access.me', {}, (old) => ({ ...old, language })),
    invalidates: ['access.me', 'program.brand', 'program.mine', 'program.list'],
  })
  const schemes = [
    ['light', IconSun],
    ['dark', IconMoon],
    ['auto', IconDeviceDesktop],
  ] as const
  const spoken = [...languages, ...(me.demo || import.meta.env.DEV ? [pseudoLanguage] : [])]
  return (
    <Menu position="top-start" width={240} withinPortal defaultOpened>
      <Menu.Target>{button as ReactElement}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{me.person.name}</Menu.Label>
        <Menu.Item component={Go} to={`/people/${me.person.id}`} leftSection={<IconUser size={16} aria-hidden />}>
          {t('you.profile')}
        </Menu.Item>
        <Menu.Item component={Go} to={'/about-me'} leftSection={<IconEye size={16} aria-hidden />}>
          {t('you.whoSees')}
        </Menu.Item>
        <Menu.Item component={Go} to={'/account/notifications'} leftSection={<IconBell size={16} aria-hidden />}>
          {t('you.notifications')}
        </Menu.Item>
        <Menu.Item component={Go} to={'/account'} leftSection={<IconKey size={16} aria-hidden />}>
          {t('you.account')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconSun size={16} aria-hidden />}>{t('you.appearance')}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {schemes.map(([scheme, Icon]) => (
              <Menu.Item
                key={scheme}
                role="menuitemradio"
                aria-checked={colorScheme === scheme}
                data-chosen={colorScheme === scheme || undefined}
                className={classes.choice}
                leftSection={<Icon size={16} aria-hidden />}
                onClick={() => setColorScheme(scheme)}
              >
                {t(`you.scheme.${scheme}`)}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconLanguage size={16} aria-hidden />}>{t('you.language')}</Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {spoken.map((language) => (
              <Menu.Item
                key={language}
                lang={language === pseudoLanguage ? undefined : language}
                role="menuitemradio"
                aria-checked={i18n.language === language}
                data-chosen={i18n.language === language || undefined}
                className={classes.choice}
                onClick={() => {
                  chooseLanguage(language)
                  const kept = languages.find((one) => one === language)
                  if (kept) speak.mutate({ language: kept })
                }}
              >
                {names[language]}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate({} as never)}>
          {t('you.signOut')}
        </Menu.Item>
        {me.movableClock ? (
          <>
            <Menu.Divider />
            <Menu.Label>
              <MovedClock me={me} />
            </Menu.Label>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  )
}
