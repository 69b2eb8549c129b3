/** Mantine dressed in Belay's tokens. */
import {
  convertCssVariables,
  createTheme,
  defaultCssVariablesResolver,
  defaultVariantColorsResolver,
  localStorageColorSchemeManager,
  MantineProvider,
  DirectionProvider,
  useMantineTheme,
  type MantineColorsTuple,
  type MantineTheme,
  type VariantColorsResolver,
} from '@mantine/core'
import { useInsertionEffect, useMemo, type ReactNode } from 'react'
import { accentFrom, defaultAccent, type Accent } from '../../contract/colour.ts'
import { brandVariables } from './brand.ts'
import classes from './theme.module.css'

const neutral: MantineColorsTuple = [
  '#fafaf8',
  '#f3f3f0',
  '#e6e5e1',
  '#d3d2cd',
  '#b3b2ad',
  '#85847e',
  '#65645f',
  '#4a4945',
  '#302f2d',
  '#1c1c1a',
]
const night: MantineColorsTuple = [
  '#ececea',
  '#c9c9c8',
  '#a6a5a3',
  '#75757c',
  '#3a3a3f',
  '#2a2a2e',
  '#1c1c1f',
  '#131315',
  '#0e0e10',
  '#08080a',
]

const colours: VariantColorsResolver = (input) => {
  const result = defaultVariantColorsResolver(input)
  const accented = !input.color || input.color === 'accent'
  if (accented && input.variant === 'filled') return { ...result, color: 'var(--accent-on)' }
  if (input.variant === 'default')
    return { background: 'var(--raised)', hover: 'var(--sunken)', color: 'var(--ink)', border: '1px solid var(--line)' }
  if (accented && input.variant === 'subtle')
    return { ...result, hover: 'var(--accent-soft)', color: 'var(--accent-text)' }
  if (input.color === 'gray' && input.variant === 'subtle')
    return { background: 'transparent', hover: 'var(--hover)', color: 'var(--ink-2)', border: '1px solid transparent' }
  if (input.color === 'red' && input.variant === 'filled')
    return { background: '#b3261e', hover: '#96201a', color: '#ffffff', border: '1px solid transparent' }
  if (input.color === 'red' && (input.variant === 'subtle' || input.variant === 'light'))
    return {
      background: input.variant === 'light' ? 'var(--bad-soft)' : 'transparent',
      hover: 'var(--bad-soft)',
      color: 'var(--bad)',
      border: '1px solid transparent',
    }
  return result
}

const motion = { duration: 120, timingFunction: 'cubic-bezier(0.2, 0, 0, 1)' } as const

function themeFor(accent: Accent) {
  return createTheme({
    primaryColor: 'accent',
    primaryShade: { light: 7, dark: 4 },
    colors: { accent: [...accent.scale] as unknown as MantineColorsTuple, gray: neutral, dark: night },
    white: '#ffffff',
    black: '#1c1c1a',
    autoContrast: true,
    respectReducedMotion: true,
    variantColorResolver: colours,
    fontFamily: 'var(--font)',
    fontFamilyMonospace: 'var(--font-mono)',
    fontSizes: { xs: '0.75rem', sm: '0.875rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
    lineHeights: { xs: '1.334', sm: '1.43', md: '1.43', lg: '1.5', xl: '1.4' },
    spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
    radius: { xs: '5px', sm: '8px', md: '8px', lg: '8px', xl: '8px' },
    shadows: {
      xs: 'var(--shadow)',
      sm: 'var(--shadow)',
      md: 'var(--shadow)',
      lg: 'var(--shadow)',
      xl: 'var(--shadow)',
    },
    defaultRadius: 'md',
    cursorType: 'pointer',
    headings: {
      fontFamily: 'var(--font)',
      fontWeight: '600',
      sizes: {
        h1: { fontSize: 'var(--text-lg)', lineHeight: '1.4' },
        h2: { fontSize: 'var(--text-md)', lineHeight: '1.5' },
        h3: { fontSize: 'var(--text-sm)', lineHeight: '1.43' },
      },
    },
    components: {
      Button: { defaultProps: { size: 'sm' }, classNames: { root: classes.button } },
      ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 32 } },
      TextInput: { defaultProps: { size: 'sm' } },
      Select: { defaultProps: { size: 'sm', checkIconPosition: 'right' } },
      Textarea: { defaultProps: { size: 'sm', autosize: true, minRows: 2 } },
      Modal: {
        defaultProps: {
          centered: true,
          lockScroll: false,
          transitionProps: motion,
          overlayProps: { backgroundOpacity: 1, color: 'var(--veil)' },
        },
      },
      ModalOverlay: { defaultProps: { backgroundOpacity: 1, color: 'var(--veil)' } },
      ModalRoot: { defaultProps: { lockScroll: false } },
      Drawer: {
        defaultProps: {
          lockScroll: false,
          transitionProps: motion,
          overlayProps: { backgroundOpacity: 1, color: 'var(--veil)' },
        },
      },
      Menu: {
        defaultProps: {
          transitionProps: motion,
          shadow: 'md',
          position: 'bottom-end',
          offset: 4,
          withInitialFocusPlaceholder: false,
        },
      },
      Popover: { defaultProps: { transitionProps: motion, shadow: 'md' } },
      // Popups live in a landmark of their own (shell/root.tsx), so that nothing on the page is outside of one.
      Portal: { defaultProps: { target: '#popups' } },
      Tooltip: {
        defaultProps: { transitionProps: motion, openDelay: 300, events: { hover: true, focus: true, touch: false } },
        classNames: { tooltip: classes.tooltip },
      },
      Skeleton: { classNames: { root: classes.skeleton } },
      Checkbox: { defaultProps: { radius: 'xs' } },
      Badge: { defaultProps: { variant: 'light', radius: 'xs' }, classNames: { root: classes.badge } },
      Input: { classNames: { input: classes.input } },
      InputWrapper: { classNames: { label: classes.label, required: classes.required } },
      SegmentedControl: { classNames: { root: classes.segmented } },
      Anchor: { defaultProps: { underline: 'hover' } },
    },
  })
}

function variablesOf(theme: MantineTheme, accent: Accent): string {
  const theirs = defaultCssVariablesResolver(theme)
  return convertCssVariables({
    variables: theirs.variables,
    light: {
      ...theirs.light,
      ...brandVariables(accent, 'light'),
      '--mantine-color-body': 'var(--surface)',
      '--mantine-color-text': 'var(--ink)',
      '--mantine-color-dimmed': 'var(--ink-2)',
      '--mantine-color-placeholder': '#6b6a65',
      '--mantine-color-default-border': 'var(--line)',
      '--mantine-color-default-hover': 'var(--sunken)',
      '--mantine-color-error': 'var(--bad)',
    },
    dark: {
      ...theirs.dark,
      ...brandVariables(accent, 'dark'),
      '--mantine-color-body': 'var(--surface)',
      '--mantine-color-text': 'var(--ink)',
      '--mantine-color-dimmed': 'var(--ink-2)',
      '--mantine-color-placeholder': '#96959a',
      '--mantine-color-default': 'var(--raised)',
      '--mantine-color-default-border': 'var(--line)',
      '--mantine-color-default-hover': 'var(--sunken)',
      '--mantine-color-error': 'var(--bad)',
    },
  })
}

const sheet = new CSSStyleSheet()

/**
 * The theme's variables as a constructed sheet: the content security policy lets
 * no `<style>` element through, so nothing of Mantine that writes one may be used
 * (README: Grid, SimpleGrid, responsive props, hiddenFrom).
 */
function Variables({ accent }: { accent: Accent }) {
  const theme = useMantineTheme()
  useInsertionEffect(() => {
    sheet.replaceSync(variablesOf(theme, accent))
    if (!document.adoptedStyleSheets.includes(sheet))
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  }, [theme, accent])
  return null
}

const schemes = localStorageColorSchemeManager({ key: 'belay.scheme' })

export function Theme({
  accent: colour,
  direction,
  children,
}: {
  accent?: string | null
  direction?: 'ltr' | 'rtl'
  children: ReactNode
}) {
  const accent = useMemo(() => accentFrom(colour ?? defaultAccent), [colour])
  const theme = useMemo(() => themeFor(accent), [accent])
  return (
    <DirectionProvider initialDirection={direction ?? 'ltr'} key={direction} detectDirection={false}>
      <MantineProvider
        theme={theme}
        withCssVariables={false}
        withGlobalClasses={false}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
      >
        <Variables accent={accent} />
        {children}
      </MantineProvider>
    </DirectionProvider>
  )
}
