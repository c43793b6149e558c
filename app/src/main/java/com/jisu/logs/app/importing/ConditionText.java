package com.jisu.logs.app.importing;

import com.jisu.logs.app.logstash.Condition;
import com.jisu.logs.app.logstash.Condition.Comparison;
import com.jisu.logs.app.logstash.Condition.Joined;
import com.jisu.logs.app.logstash.Condition.Literal;
import com.jisu.logs.app.logstash.Condition.LiteralList;
import com.jisu.logs.app.logstash.Condition.Match;
import com.jisu.logs.app.logstash.Condition.Membership;
import com.jisu.logs.app.logstash.Condition.Not;
import com.jisu.logs.app.logstash.Condition.Operand;
import com.jisu.logs.app.logstash.Condition.Selector;
import com.jisu.logs.app.logstash.Condition.Truth;
import com.jisu.logs.app.logstash.Place;
import com.jisu.logs.app.logstash.Value;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Logstash's conditions as conditions of rules, so that they mean what they mean there. Used by one thread. */
final class ConditionText {

    private static final String NEVER = "0 == 1";
    private static final String ALWAYS = "0 == 0";
    private static final List<String> LOG_TYPE = List.of("fields", "logtype");

    private static final Pattern NAME = Pattern.compile("[A-Za-z_@][A-Za-z0-9_]*");
    private static final Set<String> WORDS =
            Set.of("and", "or", "not", "in", "true", "false", "null", "xor", "nand", "contains", "exists");
    private static final Pattern WHOLE = Pattern.compile("-?(?:0|[1-9]\\d{0,17})");
    private static final Pattern FRACTION = Pattern.compile("-?\\d{1,9}\\.\\d{1,9}");

    private final Report report;
    private final References references;

    /** Fields that are there wherever what is being written is asked. */
    private final Set<List<String>> present = new HashSet<>();

    ConditionText(Report report, References references) {
        this.report = report;
        this.references = references;
    }

    String of(Condition condition) {
        if (condition instanceof Joined joined) {
            return joined(joined);
        }
        if (condition instanceof Not not) {
            return "not " + inside(not.inner());
        }
        if (condition instanceof Truth truth) {
            String field = field(truth.field());
            return field + " and " + field + " != \"false\"";
        }
        if (condition instanceof Comparison comparison) {
            return comparison(comparison);
        }
        if (condition instanceof Membership membership) {
            return membership(membership);
        }
        Match match = (Match) condition;
        return field(match.field())
                + (match.negated() ? " !~ " : " =~ ")
                + quoted(resolved(match.pattern(), match.place()));
    }

    private String inside(Condition condition) {
        return "(" + of(condition) + ")";
    }

    private String joined(Joined joined) {
        String left = part(joined.left(), joined);
        Set<List<String>> before = Set.copyOf(present);
        if (joined.joint() == Condition.Joint.AND) {
            requirePresence(joined.left());
        }
        String right = part(joined.right(), joined);
        present.retainAll(before);
        return switch (joined.joint()) {
            case AND -> left + " and " + right;
            case OR -> left + " or " + right;
            case NAND -> "not (" + left + " and " + right + ")";
            case XOR -> "(" + left + " and not " + closed(right) + ") or (not " + closed(left) + " and " + right + ")";
        };
    }

    private void requirePresence(Condition condition) {
        if (condition instanceof Truth truth) {
            present.add(truth.field().names());
        } else if (condition instanceof Joined joined && joined.joint() == Condition.Joint.AND) {
            requirePresence(joined.left());
            requirePresence(joined.right());
        }
    }

    private boolean isPresent(Operand operand) {
        return !(operand instanceof Selector selector) || present.contains(selector.names());
    }

    private static String closed(String text) {
        return text.startsWith("(") ? text : "(" + text + ")";
    }

    /** Chains of one operator need no parentheses, everything else has them. */
    private String part(Condition part, Joined whole) {
        boolean chain = part instanceof Joined joined
                && joined.joint() == whole.joint()
                && (whole.joint() == Condition.Joint.AND || whole.joint() == Condition.Joint.OR);
        boolean simple = part instanceof Comparison || part instanceof Membership || part instanceof Match;
        return chain || simple ? of(part) : inside(part);
    }

    private String comparison(Comparison comparison) {
        note(comparison.left(), comparison.right());
        note(comparison.right(), comparison.left());
        if (isLiteral(comparison.left()) && isLiteral(comparison.right())) {
            boolean equal = operand(comparison.left()).equals(operand(comparison.right()));
            boolean holds = comparison.operator().equals("==") && equal
                    || comparison.operator().equals("!=") && !equal;
            remark(
                    comparison.place(),
                    "nothing but constants is compared; the condition " + (holds ? "always" : "never") + " holds");
            return holds ? ALWAYS : NEVER;
        }
        boolean ordered =
                !comparison.operator().equals("==") && !comparison.operator().equals("!=");
        if (ordered && !(isPresent(comparison.left()) && isPresent(comparison.right()))) {
            remark(
                    comparison.place(),
                    "`<`, `<=`, `>`, `>=`: where the field is missing, or a text is compared with a number, Logstash drops the event; here the condition is false and the event stays"
                            + " (deviations 1 and 2)");
        }
        return operand(comparison.left()) + " " + comparison.operator() + " " + operand(comparison.right());
    }

    private void note(Operand field, Operand value) {
        if (field instanceof Selector selector && selector.names().equals(LOG_TYPE)) {
            if (value instanceof Literal literal) {
                report.logType(text(literal.value()));
            } else if (value instanceof LiteralList list) {
                list.values().forEach(each -> report.logType(text(each)));
            }
        }
    }

    private static boolean isLiteral(Operand operand) {
        return !(operand instanceof Selector);
    }

    private String membership(Membership membership) {
        Operand element = membership.element();
        Operand container = membership.container();
        String in = membership.negated() ? " not in " : " in ";
        note(element, container);
        note(container, element);
        if (isLiteral(element) && isLiteral(container)) {
            remark(
                    membership.place(),
                    "nothing but constants is compared; the condition " + (membership.negated() ? "always" : "never")
                            + " holds");
            return membership.negated() ? ALWAYS : NEVER;
        }
        if (container instanceof Selector selector && isListOfOne(selector)) {
            String only = selector.names().get(0);
            remark(
                    membership.place(),
                    "`[" + only + "]` is a field whose name is `" + only + "` to Logstash, and no"
                            + " list of one: the condition " + (membership.negated() ? "always" : "never")
                            + " holds, there and here. Did somebody mean `==`?");
            return membership.negated() ? ALWAYS : NEVER;
        }
        if (container instanceof LiteralList list) {
            return operand(element) + in + loose(list);
        }
        return operand(element) + in + operand(container);
    }

    private static boolean isListOfOne(Selector selector) {
        String name = selector.names().get(0).strip();
        return selector.names().size() == 1
                && (name.startsWith("\"")
                        || name.startsWith("'")
                        || WHOLE.matcher(name).matches());
    }

    /** Logstash compares with a list by how values print, so each literal stands there as the text and as the number. */
    private String loose(LiteralList list) {
        Set<String> forms = new LinkedHashSet<>();
        for (Value each : list.values()) {
            String text = printed(each);
            boolean number = WHOLE.matcher(text).matches()
                    || FRACTION.matcher(text).matches()
                            && Double.toString(Double.parseDouble(text)).equals(text);
            if (each instanceof Value.Numeral) {
                forms.add(text);
                forms.add(quoted(text));
            } else {
                forms.add(quoted(text));
                if (number || text.equals("true") || text.equals("false")) {
                    forms.add(text);
                }
            }
        }
        return "[" + String.join(", ", forms) + "]";
    }

    private String operand(Operand operand) {
        if (operand instanceof Selector selector) {
            return field(selector);
        }
        if (operand instanceof LiteralList list) {
            return "["
                    + String.join(
                            ", ", list.values().stream().map(this::literal).toList()) + "]";
        }
        return literal(((Literal) operand).value());
    }

    private String literal(Value value) {
        return value instanceof Value.Numeral ? printed(value) : quoted(text(value));
    }

    private String text(Value value) {
        return value instanceof Value.Text text ? resolved(text.text(), text.place()) : printed(value);
    }

    private String printed(Value value) {
        if (value instanceof Value.Numeral number) {
            return number.text().indexOf('.') < 0
                    ? number.text().replaceFirst("^(-?)0+(?=\\d)", "$1")
                    : Double.toString(Double.parseDouble(number.text() + "0"));
        }
        return text(value);
    }

    private String resolved(String text, Place place) {
        return References.isIn(text) ? references.resolved(text, report.row(place, "if", "if")) : text;
    }

    private static String field(Selector selector) {
        boolean plain =
                selector.names().stream().allMatch(name -> NAME.matcher(name).matches() && !WORDS.contains(name));
        return plain ? String.join(".", selector.names()) : "[" + String.join("][", selector.names()) + "]";
    }

    /** A text of the conditions' language. */
    static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    private void remark(Place place, String text) {
        report.remark(place, text);
    }
}
