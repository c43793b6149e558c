package com.jisu.logs.app.logstash;

import com.jisu.logs.app.logstash.Value.Embedded;
import com.jisu.logs.app.logstash.Value.Entries;
import com.jisu.logs.app.logstash.Value.Entry;
import com.jisu.logs.app.logstash.Value.Items;
import com.jisu.logs.app.logstash.Value.Numeral;
import com.jisu.logs.app.logstash.Value.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the values of options. */
final class ValueReader {

    private static final int MAX_DEPTH = 100;

    private final Source source;
    private final PluginReader plugins;
    private int depth;

    /** Reads the plug-in that is next. */
    interface PluginReader {
        Statement.Plugin read() throws SyntaxFault;
    }

    ValueReader(Source source, PluginReader plugins) {
        this.source = source;
        this.plugins = plugins;
    }

    /** A name of a plug-in or an option, bare or in quotes; null if none is next. */
    String name() throws SyntaxFault {
        if (source.next() == '"' || source.next() == '\'') {
            return quoted(source);
        }
        int begin = source.at();
        while (Source.isWordPart(source.next()) || source.next() == '-') {
            source.takeNext();
        }
        return source.at() == begin ? null : source.since(begin);
    }

    Value value() throws SyntaxFault {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxFault(source.place(), "values are nested too deeply");
        }
        Value value = read();
        depth--;
        return value;
    }

    private Value read() throws SyntaxFault {
        Place place = source.place();
        char c = source.next();
        if (c == '"' || c == '\'') {
            return new Text(quoted(source), place);
        }
        if (c == '[') {
            return items();
        }
        if (c == '{') {
            return entries();
        }
        int begin = source.at();
        String name = name();
        if (name != null) {
            source.skipBlank();
            boolean isPlugin = source.next() == '{';
            source.goTo(begin);
            if (isPlugin) {
                return new Embedded(plugins.read());
            }
        }
        if (Source.isDigit(c) || c == '-') {
            return number(source);
        }
        return bareWord();
    }

    private Text bareWord() throws SyntaxFault {
        Place place = source.place();
        int begin = source.at();
        if (Source.isDigit(source.next()) || !Source.isWordPart(source.next())) {
            throw source.fault("a value (a text in quotes, a number, [ or {)");
        }
        while (Source.isWordPart(source.next())) {
            source.takeNext();
        }
        String word = source.since(begin);
        if (word.length() < 2) {
            source.goTo(begin);
            throw source.fault("a value (one letter needs quotes)");
        }
        return new Text(word, place);
    }

    /** A number, as conditions have them, too. */
    static Numeral number(Source source) throws SyntaxFault {
        Place place = source.place();
        int begin = source.at();
        source.take("-");
        if (!Source.isDigit(source.next())) {
            throw source.fault("a digit");
        }
        while (Source.isDigit(source.next())) {
            source.takeNext();
        }
        if (source.take(".")) {
            while (Source.isDigit(source.next())) {
                source.takeNext();
            }
        }
        return new Numeral(source.since(begin), place);
    }

    /**
     * What stands between quotes. A backslash before the quote keeps it from ending the text, but both stay in it; so a text can not
     * end with a backslash.
     */
    static String quoted(Source source) throws SyntaxFault {
        Place place = source.place();
        char quote = source.takeNext();
        int begin = source.at();
        while (!source.isAtEnd()) {
            char c = source.takeNext();
            if (c == '\\' && source.next() == quote) {
                source.takeNext();
            } else if (c == quote) {
                String whole = source.since(begin);
                source.endText(begin - 1);
                return whole.substring(0, whole.length() - 1);
            }
        }
        throw new SyntaxFault(
                place, "the text that begins here has no " + quote + " at its end (\\" + quote + " does not end it)");
    }

    private Items items() throws SyntaxFault {
        Place place = source.place();
        source.take("[");
        List<Value> items = new ArrayList<>();
        source.skipBlank();
        if (source.take("]")) {
            return new Items(items, place);
        }
        while (true) {
            items.add(value());
            source.skipBlank();
            if (source.take("]")) {
                return new Items(items, place);
            }
            if (!source.take(",")) {
                throw source.fault(", or ]");
            }
            source.skipBlank();
        }
    }

    private Entries entries() throws SyntaxFault {
        Place place = source.place();
        source.take("{");
        List<Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        source.skipBlank();
        while (!source.take("}")) {
            Place entryPlace = source.place();
            int begin = source.at();
            String key = key();
            if (!keys.add(source.since(begin))) {
                throw new SyntaxFault(entryPlace, "the key " + key + " is in this hash a second time");
            }
            source.skipBlank();
            if (!source.take("=>")) {
                throw source.fault("=> behind " + key);
            }
            source.skipBlank();
            entries.add(new Entry(key, value(), entryPlace));
            source.skipBlank();
            if (source.next() == ',') {
                throw source.fault("} or the next entry (no comma stands between entries)");
            }
        }
        return new Entries(entries, place);
    }

    private String key() throws SyntaxFault {
        char c = source.next();
        if (c == '"' || c == '\'') {
            return quoted(source);
        }
        if (Source.isDigit(c) || c == '-') {
            return number(source).text();
        }
        if (!Source.isWordPart(c)) {
            throw source.fault("} or a key");
        }
        return bareWord().text();
    }
}
