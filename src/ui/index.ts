/** Door of the design system for pages rendered by the server: components, charts, theme. Knows no module. */
export { type Answer, AnswerList, Confirmation, DefinitionList } from './components/answers.tsx'
export { Button, ButtonRow, type ButtonTone, LinkButton, TextLink } from './components/button.tsx'
export { Checkbox, CheckboxCards, type Choice, Fieldset, RadioCards } from './components/choice.tsx'
export { DateField, type DatePart, type DateParts } from './components/date-field.tsx'
export {
  type FieldBasics,
  FieldError,
  fieldId,
  FileField,
  Hint,
  Select,
  TextArea,
  TextField,
  type TextFieldProps,
} from './components/field.tsx'
export { ErrorSummary, Form, type FormError } from './components/form.tsx'
export { Icon, type IconName } from './components/icon.tsx'
export { type MeterDigits, MeterFace, MeterField, spreadOverWindows } from './components/meter-field.tsx'
export { Badge, Notice, type Tone } from './components/notice.tsx'
export { type NavItem, type PageAssets, PageShell, type PageShellProps, type UtilityMark } from './components/shell.tsx'
export { type Column, type Row, Table } from './components/table.tsx'
export { EmptyState, TaskCard } from './components/task-card.tsx'
export {
  Card,
  Columns,
  type FigureItem,
  Figures,
  Heading,
  Lead,
  Measure,
  Points,
  Section,
  Stack,
  Text,
  Unseen,
} from './components/text.tsx'
export { type UiLocale, UiLocaleProvider, useUiLocale } from './components/texts.tsx'
export { Steps, Timeline, type TimelineItem } from './components/timeline.tsx'
export { BackLink, Breadcrumb, Details, Pagination, TabLinks } from './components/wayfinding.tsx'
export { contrastRatio, relativeLuminance } from './tokens/contrast.ts'
export {
  auditTheme,
  type BrandInput,
  computeTheme,
  type ContrastFinding,
  type Theme,
  type ThemeVerdict,
} from './tokens/theme.ts'
export { BarChart, type BarChartProps, type BarSlot } from './charts/bar-chart.tsx'
export { MonthBars } from './charts/month-bars.tsx'
export { LineChart, type LineChartProps, type LinePoint, Sparkline } from './charts/line-chart.tsx'
