package com.jisu.logs.app.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.spi.Converter;

/** Sizes as people write them: {@code 65536}, {@code 64KiB}, {@code 8MiB}, {@code 1GiB}. */
public final class ByteSizeConverter implements Converter<Long> {

    private static final long serialVersionUID = 1L;
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15})\\s*(|b|kib|mib|gib)");

    @Override
    public Long convert(String value) {
        Matcher size = SIZE.matcher(value.trim().toLowerCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException(
                    "must be a size such as 65536, 64KiB, 8MiB or 1GiB, not '" + value + "'");
        }
        long unit = switch (size.group(2)) {
            case "kib" -> 1L << 10;
            case "mib" -> 1L << 20;
            case "gib" -> 1L << 30;
            default -> 1;
        };
        return Math.multiplyExact(Long.parseLong(size.group(1)), unit);
    }
}
