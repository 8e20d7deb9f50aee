export { createPlinthProvider, type PlinthProvider, type PlinthProviderOptions } from './provider.ts'
