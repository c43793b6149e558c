package com.jisu.logs.app.config;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/** How values become types. What they throw says what is allowed; the key is put before it. */
final class Converters {

    private Converters() {}

    /** Numbers; SmallRye's own message would name a class. */
    record WholeNumber() implements Converter<Integer> {

        private static final long serialVersionUID = 1L;

        @Override
        public Integer convert(String value) {
            try {
                return Integer.valueOf(value.trim());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("must be a whole number, not '" + value + "'", e);
            }
        }
    }

    /** Only these two words: SmallRye takes everything it does not know for false. */
    record YesOrNo() implements Converter<Boolean> {

        private static final long serialVersionUID = 1L;

        @Override
        public Boolean convert(String value) {
            return switch (value.trim().toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException("must be true or false, not '" + value + "'");
            };
        }
    }

    /** A URL may hold a password by mistake, so it is not repeated. */
    record Address() implements Converter<URI> {

        private static final long serialVersionUID = 1L;

        @Override
        public URI convert(String value) {
            try {
                return URI.create(value.trim());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a URL, such as http://localhost:9200", e);
            }
        }
    }

    /** The constants of an enumeration in the configuration's words: {@code client-auth: required}. */
    record OneOf<E extends Enum<E>>(Class<E> type) implements Converter<E> {

        private static final long serialVersionUID = 1L;

        @Override
        public E convert(String value) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(each -> word(each).equals(value.trim().toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("must be " + words() + ", not '" + value + "'"));
        }

        private String words() {
            String all = Arrays.stream(type.getEnumConstants()).map(OneOf::word).collect(Collectors.joining(", "));
            int last = all.lastIndexOf(", ");
            return last < 0 ? all : all.substring(0, last) + " or " + all.substring(last + 2);
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
