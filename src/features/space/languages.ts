/** Languages that people of the federation write in; an empty value is French. */
export const textLanguages: readonly { readonly value: string; readonly text: string }[] = [
  { value: '', text: 'Français' },
  { value: 'mos', text: 'Mooré' },
  { value: 'bm', text: 'Bamanankan (bambara)' },
  { value: 'dyu', text: 'Julakan (dioula)' },
  { value: 'snk', text: 'Soninké' },
  { value: 'ff', text: 'Fulfulde (peul)' },
  { value: 'kab', text: 'Taqbaylit (kabyle)' },
  { value: 'ar', text: 'العربية (arabe)' },
  { value: 'en', text: 'English (anglais)' },
]
