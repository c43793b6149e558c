package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.RegexWatch;
import com.jisu.logs.parsers.steps.RubyPattern;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.StepFailure;
import java.util.Locale;

/** What is done to all keys, or to all values: characters are taken off, or out, and letters changed. Immutable. */
final class KvEdit {

    private final RubyPattern trimmed;
    private final RubyPattern removed;
    private final String transform;

    private KvEdit(RubyPattern trimmed, RubyPattern removed, String transform) {
        this.trimmed = trimmed;
        this.removed = removed;
        this.transform = transform;
    }

    /** @param of {@code key} or {@code value}: how the options' names end */
    static KvEdit of(String of, StepOptions options, RegexWatch watch, int millis) throws OptionFault {
        String trim = "trim_" + of;
        String remove = "remove_char_" + of;
        RubyPattern trimmed = null;
        RubyPattern removed = null;
        if (options.has(trim)) {
            String characters = "[" + options.text(trim) + "]+";
            trimmed = RubyPattern.of(trim, "^" + characters + "|" + characters + "$", watch, millis);
        }
        if (options.has(remove)) {
            removed = RubyPattern.of(remove, "[" + options.text(remove) + "]", watch, millis);
        }
        return new KvEdit(trimmed, removed, options.text("transform_" + of, ""));
    }

    String of(String text) throws StepFailure {
        String edited = text;
        if (trimmed != null) {
            edited = trimmed.replaceAll(edited, found -> "");
        }
        if (removed != null) {
            edited = removed.replaceAll(edited, found -> "");
        }
        return switch (transform) {
            case "lowercase" -> edited.toLowerCase(Locale.ROOT);
            case "uppercase" -> edited.toUpperCase(Locale.ROOT);
            case "capitalize" -> capitalized(edited);
            default -> edited;
        };
    }

    private static String capitalized(String text) {
        if (text.isEmpty()) {
            return text;
        }
        int first = text.offsetByCodePoints(0, 1);
        return text.substring(0, first).toUpperCase(Locale.ROOT)
                + text.substring(first).toLowerCase(Locale.ROOT);
    }
}
