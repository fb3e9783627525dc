// What is said, in the language of the page: Python's table, and the browser's own names and dates.

const NAMED_BY = { language: 'language', country: 'region' };

export class Words {
  constructor(model) {
    const table = model.get('_words');
    const wanted = model.get('language') || document.documentElement.lang || navigator.language;
    const code = wanted.slice(0, 2).toLowerCase();
    this.language = table[code] ? code : 'en';
    this.languages = [...new Set([code, this.language, 'en'])].filter(one => /^[a-z]{2}$/.test(one));
    this._table = table[this.language];
    this._plural = new Intl.PluralRules(this.language);
  }

  say(key, ...values) {
    const text = this._table[key] ?? key;
    return text.replace(/%(\d)/g, (_, place) => String(values[place - 1]));
  }

  count(key, number) {
    return this.say(`${key}.${this._plural.select(number)}`, number.toLocaleString(this.language));
  }

  value(facet, value) {
    const type = NAMED_BY[facet];
    if (type) {
      try {
        return new Intl.DisplayNames(this.language, { type }).of(value) ?? value;
      } catch {
        return value;
      }
    }
    const text = this._table[`${facet}.${value}`] ?? value;
    return facet === 'trl' ? `TRL ${text}` : text;
  }

  field(name) {
    return this._table[`field.${name}`] ?? this._table[`facet.${name}`] ?? name.replaceAll('_', ' ');
  }

  gap(name) {
    return this._table[`gap.${name}`] ?? this.field(name);
  }

  day(text) {
    const day = new Date(text);
    const own = navigator.language.startsWith(this.language) ? navigator.language : this.language;
    return Number.isNaN(day.valueOf()) ? text : day.toLocaleDateString(own, { dateStyle: 'medium' });
  }
}
