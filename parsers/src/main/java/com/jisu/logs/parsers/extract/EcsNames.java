package com.jisu.logs.parsers.extract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What captures of grok patterns are called in the Elastic Common Schema. Its form stands at the head of {@code patterns-ecs-names}. */
final class EcsNames {

    private static final Pattern HEAD = Pattern.compile("\\[([A-Z]\\w*)(\\*?)]");
    private static final Pattern REFERENCE =
            Pattern.compile("%\\{(\\w+)(?::([\\w-]+)(?::\\w+)?)?}|\\(\\?<([a-zA-Z]\\w*)>");

    /** A name's new one; the pattern is null where it stays. */
    private record Name(String field, String nothing, String pattern) {}

    /** The names in some patterns. */
    private record Section(String pattern, boolean anyEnd, Map<String, Name> names) {
        private boolean isOf(String name) {
            return anyEnd ? name.startsWith(pattern) : name.equals(pattern);
        }
    }

    private final List<Section> sections;

    private EcsNames(List<Section> sections) {
        this.sections = sections;
    }

    static EcsNames of(List<String> lines) {
        List<Section> sections = new ArrayList<>();
        for (String line : lines) {
            Matcher head = HEAD.matcher(line);
            if (head.matches()) {
                sections.add(new Section(head.group(1), !head.group(2).isEmpty(), new LinkedHashMap<>()));
            } else {
                String[] parts = line.split(" ");
                String nothing = parts.length > 2 && !parts[2].equals("\"\"") ? parts[2] : null;
                sections.get(sections.size() - 1)
                        .names()
                        .put(parts[0], new Name(parts[1], nothing, parts.length > 3 ? parts[3] : null));
            }
        }
        return new EcsNames(List.copyOf(sections));
    }

    /** A pattern's expression with the new names in it. */
    String rename(String pattern, String expression) {
        Map<String, Name> names = new LinkedHashMap<>();
        sections.stream()
                .filter(each -> each.isOf(pattern))
                .forEach(each -> each.names().forEach(names::putIfAbsent));
        if (names.isEmpty()) {
            return expression;
        }
        return REFERENCE.matcher(expression).replaceAll(found -> Matcher.quoteReplacement(renamed(found, names)));
    }

    private static String renamed(MatchResult found, Map<String, Name> names) {
        if (found.group(3) != null) {
            Name name = names.get(found.group(3));
            return name == null ? found.group() : "(?<" + name.field() + ">";
        }
        Name name = names.get(found.group(2) == null ? "%" + found.group(1) : found.group(2));
        if (name == null) {
            return found.group();
        }
        return EcsColumns.column(
                name.pattern() == null ? found.group(1) : name.pattern(), name.field(), name.nothing());
    }
}
