package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Replaces secrets in the texts of fields. A text that can not be looked through in time is replaced as a whole. */
final class Redact implements Step {

    private static final Map<String, Secrets> NAMED = new TreeMap<>(Map.of(
            "email", new EmailAddresses(),
            "card", new PaymentCards(),
            "jwt", new WebTokens(),
            "bearer", new BearerTokens(),
            "aws_key", new AwsKeys(),
            "iban", new BankAccounts()));

    static final StepType TYPE = new StepType(
            "redact",
            "Replaces secrets in texts and numbers, wherever they are in a field. A text that takes too long to look through is replaced"
                    + " as a whole, as what was not seen must not get through.",
            List.of(
                    StepOption.optional(
                            "fields", Kind.FIELDS, "", "The fields; all that is in their objects and lists, too."),
                    StepOption.optional(
                            "all_fields",
                            Kind.BOOLEAN,
                            "false",
                            "If true: all of the event but @timestamp and @metadata. Names of fields are not looked at."),
                    StepOption.required(
                            "patterns",
                            Kind.TEXTS,
                            "What is a secret: " + String.join(", ", NAMED.keySet())
                                    + ", or any of Ruby's expressions."),
                    StepOption.optional("with", Kind.TEXT, "***", "What comes to stand there, as it is."),
                    StepOption.optional(
                            "timeout_millis",
                            Kind.INTEGER,
                            "100",
                            "Milliseconds that an expression may take with a text; ten times that for all of the event. Where that"
                                    + " is over, the text is replaced as a whole.")),
            List.of("_redact_failure"),
            "_redact_timeout",
            Redact::new);

    private static final Pattern WORD = Pattern.compile("[A-Za-z_ -]+");

    private static final Set<String> UNTOUCHED = Set.of("@timestamp", "@metadata");

    private final List<FieldPath> fields;
    private final boolean allFields;
    private final List<Wanted> patterns;
    private final String with;
    private final int timeoutMillis;

    /** One of the two. */
    record Wanted(Secrets secrets, RubyPattern expression) {}

    private Redact(StepOptions options, StepContext context) throws OptionFault {
        fields = options.fields("fields");
        allFields = options.flag("all_fields", false);
        if (allFields != fields.isEmpty()) {
            throw new OptionFault(
                    "fields", allFields ? "can not stand beside all_fields: true" : "must be there, or all_fields");
        }
        with = options.text("with", "***");
        timeoutMillis = options.integer("timeout_millis", Deadline.TIMEOUT, 1, Deadline.LONGEST_TIMEOUT);
        List<Wanted> all = new ArrayList<>();
        for (String source : options.texts("patterns")) {
            all.add(pattern(source, context));
        }
        patterns = List.copyOf(all);
    }

    private Wanted pattern(String source, StepContext context) throws OptionFault {
        if (NAMED.containsKey(source)) {
            return new Wanted(NAMED.get(source), null);
        }
        for (String name : WORD.matcher(source).matches() ? NAMED.keySet() : Set.<String>of()) {
            if (isNear(source, name)) {
                throw new OptionFault(
                        "patterns",
                        "has '" + source + "': did you mean " + name + "? (As an expression it is (?:" + source
                                + ").)");
            }
        }
        return new Wanted(null, RubyPattern.of("patterns", source, context.watch(), timeoutMillis));
    }

    /** Whether one is the other but for one letter too many, too few, or another; or but for signs and letters' size. */
    private static boolean isNear(String source, String name) {
        String plain = source.toLowerCase(Locale.ROOT).replaceAll("[-_ ]|s$", "");
        String wanted = name.replace("_", "");
        int same = 0;
        while (same < Math.min(plain.length(), wanted.length()) && plain.charAt(same) == wanted.charAt(same)) {
            same++;
        }
        int behind = 0;
        int most = Math.min(plain.length(), wanted.length()) - same;
        while (behind < most
                && plain.charAt(plain.length() - 1 - behind) == wanted.charAt(wanted.length() - 1 - behind)) {
            behind++;
        }
        int longest = Math.max(plain.length(), wanted.length()) - same - behind;
        boolean swapped = plain.length() == wanted.length()
                && longest == 2
                && plain.charAt(same) == wanted.charAt(same + 1)
                && plain.charAt(same + 1) == wanted.charAt(same);
        return longest <= 1 || swapped;
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Redaction redaction = new Redaction(patterns, with, Deadline.ofAll(timeoutMillis));
        if (allFields) {
            JsonObject root = event.root();
            for (int i = 0; i < root.size(); i++) {
                Key key = root.key(i);
                JsonValue value = root.value(i);
                JsonValue redacted = UNTOUCHED.contains(key.name()) ? value : redaction.of(value);
                if (redacted != value) {
                    root.put(key, redacted);
                }
            }
        }
        for (FieldPath field : fields) {
            JsonValue value = event.value(field);
            JsonValue redacted = value == null ? null : redaction.of(value);
            if (redacted != value) {
                event.set(field, redacted);
            }
        }
        return redaction.outcome();
    }
}
