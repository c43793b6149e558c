package com.jisu.logs.app.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field as Logstash names it, {@code name} or {@code [a][b]}, written as rules do. Logstash's {@code a.b} is one name with a dot. */
final class FieldName {

    private static final Pattern BRACKETED = Pattern.compile("(?:\\[[^\\[\\],]+])+");
    private static final Pattern PART = Pattern.compile("\\[([^\\[\\],]+)]");
    private static final Pattern BARE = Pattern.compile("[^\\[\\],]+");
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@-]+");

    private FieldName() {}

    /** The names on the way; none if Logstash would refuse it. */
    static Optional<List<String>> names(String reference) {
        if (BARE.matcher(reference).matches()) {
            return Optional.of(List.of(reference));
        }
        if (!BRACKETED.matcher(reference).matches()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        Matcher part = PART.matcher(reference);
        while (part.find()) {
            names.add(part.group(1));
        }
        return Optional.of(names);
    }

    /** As rules write it; what Logstash would refuse stays as it is, and is refused by the rules, too. */
    static String path(String reference) {
        return names(reference).map(FieldName::path).orElse(reference);
    }

    /** As rules write it. */
    static String path(List<String> names) {
        return names.stream().allMatch(name -> PLAIN.matcher(name).matches())
                ? String.join(".", names)
                : "[" + String.join("][", names) + "]";
    }
}
