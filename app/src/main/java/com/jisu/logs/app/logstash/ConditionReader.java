package com.jisu.logs.app.logstash;

import com.jisu.logs.app.logstash.Condition.Comparison;
import com.jisu.logs.app.logstash.Condition.Joined;
import com.jisu.logs.app.logstash.Condition.Joint;
import com.jisu.logs.app.logstash.Condition.Literal;
import com.jisu.logs.app.logstash.Condition.LiteralList;
import com.jisu.logs.app.logstash.Condition.Match;
import com.jisu.logs.app.logstash.Condition.Membership;
import com.jisu.logs.app.logstash.Condition.Not;
import com.jisu.logs.app.logstash.Condition.Operand;
import com.jisu.logs.app.logstash.Condition.Selector;
import com.jisu.logs.app.logstash.Condition.Truth;
import com.jisu.logs.app.logstash.Value.Text;
import java.util.ArrayList;
import java.util.List;

/** Reads conditions. {@code and} and {@code nand} bind tighter than {@code or} and {@code xor}. */
final class ConditionReader {

    private static final int MAX_DEPTH = 100;
    private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");

    private final Source source;
    private int depth;

    ConditionReader(Source source) {
        this.source = source;
    }

    Condition condition() throws SyntaxFault {
        if (++depth > MAX_DEPTH) {
            throw new SyntaxFault(source.place(), "conditions are nested too deeply");
        }
        Condition left = tight();
        while (true) {
            Joint joint = joint(Joint.OR, Joint.XOR);
            if (joint == null) {
                depth--;
                return left;
            }
            left = new Joined(left, joint, tight(), left.place());
        }
    }

    private Condition tight() throws SyntaxFault {
        Condition left = single();
        while (true) {
            Joint joint = joint(Joint.AND, Joint.NAND);
            if (joint == null) {
                return left;
            }
            left = new Joined(left, joint, single(), left.place());
        }
    }

    private Joint joint(Joint... joints) {
        int begin = source.at();
        source.skipBlank();
        for (Joint joint : joints) {
            if (source.takeWord(joint.name().toLowerCase(java.util.Locale.ROOT))) {
                return joint;
            }
        }
        source.goTo(begin);
        return null;
    }

    private Condition single() throws SyntaxFault {
        source.skipBlank();
        Place place = source.place();
        if (source.take("(")) {
            return closed(condition());
        }
        if (source.take("!")) {
            source.skipBlank();
            if (source.take("(")) {
                return new Not(closed(condition()), place);
            }
            if (source.next() != '[') {
                throw source.fault("( or [field] behind !");
            }
            Selector field = selector();
            return new Not(new Truth(field, field.place()), place);
        }
        return comparison(place);
    }

    private Condition closed(Condition inner) throws SyntaxFault {
        source.skipBlank();
        if (!source.take(")")) {
            throw source.fault("and, or, xor, nand or )");
        }
        return inner;
    }

    private Condition comparison(Place place) throws SyntaxFault {
        Operand left = operand();
        int behind = source.at();
        source.skipBlank();
        if (source.take("=~")) {
            return match(left, false, place);
        }
        if (source.take("!~")) {
            return match(left, true, place);
        }
        for (String operator : COMPARISONS) {
            if (source.take(operator)) {
                source.skipBlank();
                return new Comparison(left, operator, operand(), place);
            }
        }
        if (source.takeWord("in")) {
            source.skipBlank();
            return new Membership(left, false, operand(), place);
        }
        if (source.takeWord("not")) {
            source.skipBlank();
            if (!source.takeWord("in")) {
                throw source.fault("in behind not");
            }
            source.skipBlank();
            return new Membership(left, true, operand(), place);
        }
        if (left instanceof Selector field) {
            source.goTo(behind);
            return new Truth(field, place);
        }
        throw source.fault("a comparison (==, !=, <, <=, >, >=, =~, !~, in, not in)");
    }

    private Match match(Operand left, boolean negated, Place place) throws SyntaxFault {
        if (!(left instanceof Selector field)) {
            throw new SyntaxFault(place, "a [field] was expected before " + (negated ? "!~" : "=~"));
        }
        source.skipBlank();
        char c = source.next();
        if (c == '/') {
            return new Match(field, negated, regex(), place);
        }
        if (c == '"' || c == '\'') {
            return new Match(field, negated, ValueReader.quoted(source), place);
        }
        throw source.fault("/a regular expression/ or a text");
    }

    private String regex() throws SyntaxFault {
        Place place = source.place();
        source.take("/");
        int begin = source.at();
        while (!source.isAtEnd()) {
            char c = source.takeNext();
            if (c == '\\' && source.next() == '/') {
                source.takeNext();
            } else if (c == '/') {
                String whole = source.since(begin);
                return whole.substring(0, whole.length() - 1);
            }
        }
        throw new SyntaxFault(place, "the regular expression that begins here has no / at its end");
    }

    private Operand operand() throws SyntaxFault {
        char c = source.next();
        Place place = source.place();
        if (c == '"' || c == '\'') {
            return new Literal(new Text(ValueReader.quoted(source), place));
        }
        if (Source.isDigit(c) || c == '-') {
            return new Literal(ValueReader.number(source));
        }
        if (c != '[') {
            throw source.fault("a [field], a text in quotes, a number or a list");
        }
        int begin = source.at();
        Selector field = selectorOrNull();
        if (field != null) {
            return field;
        }
        source.goTo(begin);
        return list();
    }

    private Selector selector() throws SyntaxFault {
        Selector field = selectorOrNull();
        if (field == null) {
            throw source.fault("a [field]");
        }
        return field;
    }

    /** Names in brackets; null if what is next is a list. As in Logstash, {@code ["a"]} is a field whose name has quotes. */
    private Selector selectorOrNull() {
        Place place = source.place();
        List<String> names = new ArrayList<>();
        while (source.next() == '[') {
            int begin = source.at();
            String name = element();
            if (name == null) {
                source.goTo(begin);
                break;
            }
            names.add(name);
        }
        return names.isEmpty() ? null : new Selector(names, place);
    }

    private String element() {
        source.take("[");
        int begin = source.at();
        while (!source.isAtEnd() && "[],".indexOf(source.next()) < 0) {
            source.takeNext();
        }
        if (source.next() != ']' || source.at() == begin) {
            return null;
        }
        String name = source.since(begin);
        source.take("]");
        return name;
    }

    private LiteralList list() throws SyntaxFault {
        Place place = source.place();
        source.take("[");
        List<Value> values = new ArrayList<>();
        source.skipBlank();
        while (!source.take("]")) {
            if (!values.isEmpty()) {
                if (!source.take(",")) {
                    throw source.fault(", or ]");
                }
                source.skipBlank();
            }
            char c = source.next();
            Place valuePlace = source.place();
            if (c == '"' || c == '\'') {
                values.add(new Text(ValueReader.quoted(source), valuePlace));
            } else if (Source.isDigit(c) || c == '-') {
                values.add(ValueReader.number(source));
            } else {
                values.add(word(valuePlace));
            }
            source.skipBlank();
        }
        return new LiteralList(values, place);
    }

    private Text word(Place place) throws SyntaxFault {
        int begin = source.at();
        while (Source.isWordPart(source.next())) {
            source.takeNext();
        }
        if (source.at() - begin < 2) {
            source.goTo(begin);
            throw source.fault("a text in quotes or a number");
        }
        return new Text(source.since(begin), place);
    }
}
