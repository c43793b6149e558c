package com.jisu.logs.parsers.condition;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.tree.FieldPath;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Makes a {@link Condition} of an expression, by its grammar:
 *
 * <pre>
 * or         = and { "or" and }
 * and        = not { "and" not }
 * not        = ( "not" | "!" ) not | comparison
 * comparison = "(" or ")" | operand [ operator operand ]
 * operator   = "==" | "!=" | "&lt;" | "&lt;=" | ">" | ">=" | "in" | "not" "in" | "=~" | "!~"
 * operand    = field | text | number | "true" | "false" | "null" | "[" [ value { "," value } ] "]"
 * </pre>
 */
final class ConditionReader {

    /** Parentheses and negations inside of each other. */
    private static final int MAX_DEPTH = 100;

    private static final Set<String> OPERATORS = Set.of("==", "!=", "<", "<=", ">", ">=", "in", "=~", "!~");
    private static final int MOST_DIGITS_OF_A_LONG = 18;

    private final String source;
    private final RegexWatch watch;
    private List<Token> tokens;
    private int at;
    private int depth;

    ConditionReader(String source, RegexWatch watch) {
        this.source = source;
        this.watch = watch;
    }

    Condition condition() throws ConditionFault {
        tokens = Tokens.of(source);
        Condition condition = or();
        if (peek().kind() != Token.Kind.END) {
            throw unexpected("'and', 'or' or the end");
        }
        return condition;
    }

    private Condition or() throws ConditionFault {
        Condition first = and();
        while (takes("or")) {
            Condition one = first;
            Condition other = and();
            first = event -> one.holds(event) || other.holds(event);
        }
        return first;
    }

    private Condition and() throws ConditionFault {
        Condition first = not();
        while (takes("and")) {
            Condition one = first;
            Condition other = not();
            first = event -> one.holds(event) && other.holds(event);
        }
        return first;
    }

    private Condition not() throws ConditionFault {
        if (takes("not") || takes("!")) {
            deeper();
            Condition condition = not();
            depth--;
            return event -> !condition.holds(event);
        }
        return comparison();
    }

    private void deeper() throws ConditionFault {
        depth++;
        if (depth > MAX_DEPTH) {
            throw new ConditionFault("more than " + MAX_DEPTH + " parentheses are open", peek().column());
        }
    }

    private Condition comparison() throws ConditionFault {
        if (takes("(")) {
            deeper();
            Condition inner = or();
            if (!takes(")")) {
                throw unexpected("')'");
            }
            depth--;
            return inner;
        }
        Operand left = operand();
        Token operator = peek();
        if (operator.is("not") && tokens.get(at + 1).is("in")) {
            at += 2;
            Operand right = operand();
            return event -> !Comparison.isIn(left.of(event), right.of(event));
        }
        if (operator.kind() != Token.Kind.WORD || !OPERATORS.contains(operator.text())) {
            return truth(left);
        }
        at++;
        return switch (operator.text()) {
            case "=~" -> matches(left, true);
            case "!~" -> matches(left, false);
            default -> compares(left, operator.text(), operand());
        };
    }

    /** A field alone is true unless it is missing, null, false or an empty text. */
    private static Condition truth(Operand operand) {
        if (operand instanceof Operand.Field field) {
            FieldPath path = field.path();
            return event -> isTrue(event.value(path));
        }
        boolean always = !(operand instanceof Operand.Constant constant)
                || constant.value() != null
                        && !constant.value().equals(false)
                        && !constant.value().equals("");
        return event -> always;
    }

    private static boolean isTrue(JsonValue value) {
        if (!(value instanceof Leaf leaf)) {
            return value != null;
        }
        return switch (leaf.kind()) {
            case NULL -> false;
            case BOOLEAN -> leaf.bytes()[leaf.from()] == 't';
            case STRING, TEXT -> !leaf.isText("");
            default -> true;
        };
    }

    private static Condition compares(Operand left, String operator, Operand right) {
        return switch (operator) {
            case "==" -> equals(left, right);
            case "!=" -> {
                Condition equal = equals(left, right);
                yield event -> !equal.holds(event);
            }
            case "in" -> event -> Comparison.isIn(left.of(event), right.of(event));
            case "<" ->
                event -> {
                    Integer order = Comparison.order(left.of(event), right.of(event));
                    return order != null && order < 0;
                };
            case "<=" ->
                event -> {
                    Integer order = Comparison.order(left.of(event), right.of(event));
                    return order != null && order <= 0;
                };
            case ">" ->
                event -> {
                    Integer order = Comparison.order(left.of(event), right.of(event));
                    return order != null && order > 0;
                };
            default ->
                event -> {
                    Integer order = Comparison.order(left.of(event), right.of(event));
                    return order != null && order >= 0;
                };
        };
    }

    /** With a text that is always the same, no string is made of the field. */
    private static Condition equals(Operand left, Operand right) {
        boolean plain = left instanceof Operand.Field
                && right instanceof Operand.Constant constant
                && constant.value() instanceof String text
                && text.chars().allMatch(c -> c >= ' ' && c < 0x7F && c != '"' && c != '\\');
        if (!plain) {
            return event -> Comparison.isEqual(left.of(event), right.of(event));
        }
        FieldPath path = ((Operand.Field) left).path();
        String text = (String) ((Operand.Constant) right).value();
        return event -> event.value(path) instanceof Leaf leaf
                && leaf.isString()
                && (leaf.isText(text) || leaf.isEscaped() && leaf.text().equals(text));
    }

    private Condition matches(Operand left, boolean wanted) throws ConditionFault {
        Token regex = peek();
        if (regex.kind() != Token.Kind.TEXT) {
            throw unexpected("a regular expression in quotes");
        }
        at++;
        Matching matching;
        try {
            matching = new Matching(regex.text(), watch);
        } catch (OptionFault e) {
            throw new ConditionFault(e.getMessage(), regex.column());
        }
        return event -> matching.isIn(left.of(event), event) == wanted;
    }

    private Operand operand() throws ConditionFault {
        Token token = peek();
        at++;
        switch (token.kind()) {
            case FIELD:
                try {
                    return new Operand.Field(FieldPath.of(token.text()));
                } catch (IllegalArgumentException e) {
                    throw new ConditionFault(e.getMessage(), token.column());
                }
            case TEXT:
                return new Operand.Constant(token.text());
            case NUMBER:
                return new Operand.Constant(number(token.text()));
            default:
                break;
        }
        if (token.is("[")) {
            return list();
        }
        if (token.is("true") || token.is("false")) {
            return new Operand.Constant(token.is("true"));
        }
        if (token.is("null")) {
            return new Operand.Constant(null);
        }
        at--;
        throw unexpected("a field, a text in quotes, a number or a list");
    }

    private Operand list() throws ConditionFault {
        List<Object> values = new ArrayList<>();
        while (!takes("]")) {
            if (!values.isEmpty() && !takes(",")) {
                throw unexpected("',' or ']'");
            }
            if (!(operand() instanceof Operand.Constant constant)) {
                at--;
                throw unexpected("a text in quotes or a number: lists hold no fields");
            }
            values.add(constant.value());
        }
        return new Operand.Constant(values);
    }

    private static Number number(String text) {
        if (text.indexOf('.') >= 0 || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            return Double.valueOf(text);
        }
        return text.length() <= MOST_DIGITS_OF_A_LONG ? (Number) Long.valueOf(text) : new BigInteger(text);
    }

    private Token peek() {
        return tokens.get(at);
    }

    private boolean takes(String word) {
        boolean there = peek().is(word);
        at += there ? 1 : 0;
        return there;
    }

    private ConditionFault unexpected(String expected) {
        Token token = peek();
        String found = token.kind() == Token.Kind.END ? "the end" : "'" + token.text() + "'";
        return new ConditionFault("expected " + expected + ", found " + found, token.column());
    }
}
