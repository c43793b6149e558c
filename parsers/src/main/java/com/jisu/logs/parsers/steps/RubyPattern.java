package com.jisu.logs.parsers.steps;

import com.jisu.logs.parsers.regex.AsciiPattern;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.StepTimeout;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jcodings.exception.JCodingsException;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.NameEntry;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Region;
import org.joni.Syntax;
import org.joni.WarnCallback;
import org.joni.exception.JOniException;

/**
 * A regular expression as Ruby, and so Logstash, has them: {@code ^} and {@code $} are those of lines. All that one call does is bounded
 * in time. Works on UTF-8; places in a text are in its bytes. Immutable, and shared by all threads.
 */
public final class RubyPattern {

    /** Bytes that replacing may make of a text: what makes more is meant to do harm. */
    private static final int LONGEST_RESULT = 64 << 20;

    /** Entries of joni's stack, which each thread keeps: one for each character that {@code .*} takes. With its 64, most lines make it grow. */
    private static final String STACK_SIZE = "joni.init_match_stack_size";

    static {
        if (System.getProperty(STACK_SIZE) == null) {
            System.setProperty(STACK_SIZE, "1024");
        }
    }

    private static final int NANOS_OF_A_MILLI = 1_000_000;
    private static final int CONTINUATION_BITS = 0xC0;
    private static final int CONTINUATION = 0x80;

    private final String source;
    private final Regex regex;

    /** The same for texts of ASCII; null if it has something that only joni knows. */
    private final AsciiPattern ascii;

    private final Map<String, int[]> names;
    private final RegexWatch watch;
    private final int limitMillis;

    /** Gives the text for a match. */
    public interface Replacement {
        String of(Found found) throws StepFailure;
    }

    /** A match in a text. */
    public static final class Found {
        private final RubyPattern pattern;
        private final byte[] text;
        private final Region region;

        private Found(RubyPattern pattern, byte[] text, Region region) {
            this.pattern = pattern;
            this.text = text;
            this.region = region;
        }

        /** What a group matched, 0 for all; null if it took no part, or there is none. */
        public String group(int group) {
            if (group < 0 || group >= region.getNumRegs() || region.getBeg(group) < 0) {
                return null;
            }
            return utf8(text, region.getBeg(group), region.getEnd(group));
        }

        /** What the last group of this name that took part matched; null if none did, or there is none. */
        public String group(String name) {
            int[] groups = pattern.names.getOrDefault(name, new int[0]);
            for (int i = groups.length - 1; i >= 0; i--) {
                if (region.getBeg(groups[i]) >= 0) {
                    return group(groups[i]);
                }
            }
            return null;
        }

        /** Byte at which it begins. */
        public int begin() {
            return region.getBeg(0);
        }

        /** Byte behind it. */
        public int end() {
            return region.getEnd(0);
        }

        /** Byte at which a group begins; negative if it took no part. */
        public int begin(int group) {
            return region.getBeg(group);
        }

        /** Byte behind a group. */
        public int end(int group) {
            return region.getEnd(group);
        }

        /** The text before it. */
        public String before() {
            return utf8(text, 0, begin());
        }

        /** The text behind it. */
        public String behind() {
            return utf8(text, end(), text.length);
        }
    }

    private RubyPattern(String source, Regex regex, AsciiPattern ascii, RegexWatch watch, int limitMillis) {
        this.source = source;
        this.regex = regex;
        this.ascii = ascii;
        this.names = names(regex);
        this.watch = watch;
        this.limitMillis = limitMillis;
    }

    /**
     * @param option whose value it is, for the fault
     * @param limitMillis what one call may take
     * @throws OptionFault if it is no regular expression; the message says why
     */
    public static RubyPattern of(String option, String source, RegexWatch watch, int limitMillis) throws OptionFault {
        return of(option, source, Option.NONE, watch, limitMillis);
    }

    /** The same with options of joni's {@code Option}. */
    public static RubyPattern of(String option, String source, int options, RegexWatch watch, int limitMillis)
            throws OptionFault {
        return of(option, source, source, options, watch, limitMillis);
    }

    /** The same where what a user wrote stands for another expression. */
    public static RubyPattern of(
            String option, String source, String expression, int options, RegexWatch watch, int limitMillis)
            throws OptionFault {
        Regex regex = regex(option, source, expression, options);
        AsciiPattern ascii = (options & ~Option.MULTILINE) != 0
                ? null
                : AsciiPattern.of(expression, options == Option.MULTILINE)
                        .filter(like -> like.groups() == regex.numberOfCaptures())
                        .orElse(null);
        return new RubyPattern(source, regex, ascii, watch, limitMillis);
    }

    private static Regex regex(String option, String source, String expression, int options) throws OptionFault {
        byte[] utf8 = expression.getBytes(StandardCharsets.UTF_8);
        try {
            return new Regex(utf8, 0, utf8.length, options, UTF8Encoding.INSTANCE, Syntax.RUBY, WarnCallback.NONE);
        } catch (JOniException | JCodingsException e) {
            throw new OptionFault(option, "must be a regular expression, not '" + source + "': " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new OptionFault(option, "must be a regular expression with fewer groups inside groups");
        }
    }

    private static Map<String, int[]> names(Regex regex) {
        Map<String, int[]> names = new LinkedHashMap<>();
        if (regex.numberOfNames() > 0) {
            for (Iterator<NameEntry> each = regex.namedBackrefIterator(); each.hasNext(); ) {
                NameEntry entry = each.next();
                names.put(utf8(entry.name, entry.nameP, entry.nameEnd), entry.getBackRefs());
            }
        }
        return names;
    }

    private static String utf8(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    /** The numbers of the groups of each name, in the pattern's order. */
    public Map<String, int[]> names() {
        return names;
    }

    /** Groups it has, named or not. */
    public int groups() {
        return regex.numberOfCaptures();
    }

    /** Whether it matches anywhere in the text. */
    public boolean finds(String text) throws StepTimeout {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return find(utf8, 0, utf8.length) != null;
    }

    /** The first match; null if there is none. */
    public Found find(String text) throws StepTimeout {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        Region region = find(utf8, 0, utf8.length);
        return region == null ? null : new Found(this, utf8, region);
    }

    /**
     * The groups of the first match in a part of these bytes, which is the whole text for the pattern; null if there is none.
     *
     * @return places from the beginning of that part on
     */
    public Region find(byte[] utf8, int from, int to) throws StepTimeout {
        return search(utf8, from, to, from, isForAscii(utf8, from, to), limitMillis);
    }

    private boolean isForAscii(byte[] utf8, int from, int to) {
        return ascii != null && AsciiPattern.isAscii(utf8, from, to);
    }

    /** All matches, one behind the other, as Ruby's {@code scan} finds them. */
    public List<Found> findAll(String text) throws StepFailure {
        List<Found> all = new ArrayList<>();
        replaceAll(text, found -> {
            all.add(found);
            return "";
        });
        return all;
    }

    /**
     * The text with each match replaced, as Ruby's {@code gsub} does it; the very same text if nothing matches.
     *
     * @throws StepFailure if what comes out is beyond all measure; a {@code StepTimeout} if it takes too long
     */
    public String replaceAll(String text, Replacement replacement) throws StepFailure {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + (long) limitMillis * NANOS_OF_A_MILLI;
        ByteArrayOutputStream result = null;
        boolean forAscii = isForAscii(utf8, 0, utf8.length);
        int copied = 0;
        int at = 0;
        while (at <= utf8.length) {
            long left = Math.max(1, (end - System.nanoTime()) / NANOS_OF_A_MILLI);
            Region region = search(utf8, 0, utf8.length, at, forAscii, left);
            if (region == null) {
                break;
            }
            result = result == null ? new ByteArrayOutputStream(utf8.length + utf8.length / 2) : result;
            result.write(utf8, copied, region.getBeg(0) - copied);
            result.writeBytes(replacement.of(new Found(this, utf8, region)).getBytes(StandardCharsets.UTF_8));
            copied = region.getEnd(0);
            at = copied > region.getBeg(0) ? copied : next(utf8, copied);
            checkBounds(result, end);
        }
        if (result == null) {
            return text;
        }
        result.write(utf8, copied, utf8.length - copied);
        return result.toString(StandardCharsets.UTF_8);
    }

    private void checkBounds(ByteArrayOutputStream result, long end) throws StepFailure {
        if (result.size() > LONGEST_RESULT) {
            throw new StepFailure("replacing '" + source + "' gives more than " + LONGEST_RESULT + " bytes");
        }
        if (System.nanoTime() - end > 0) {
            throw timeout();
        }
    }

    /** Behind the character at a place. */
    private static int next(byte[] utf8, int at) {
        int next = at + 1;
        while (next < utf8.length && (utf8[next] & CONTINUATION_BITS) == CONTINUATION) {
            next++;
        }
        return next;
    }

    /**
     * The groups of the first match from a place on; null if there is none.
     *
     * @param forAscii whether both text and pattern are
     */
    private Region search(byte[] utf8, int from, int to, int start, boolean forAscii, long millis) throws StepTimeout {
        if (forAscii) {
            int[] found = new int[2 * (ascii.groups() + 1)];
            switch (ascii.find(utf8, from, to, start, found)) {
                case FOUND:
                    return region(found);
                case ABSENT:
                    return null;
                default: // joni has the time that is left
            }
        }
        Matcher matcher = regex.matcher(utf8, from, to);
        int at = watch.search(matcher, start, to, Option.NONE, millis);
        if (at == Matcher.INTERRUPTED) {
            throw timeout();
        }
        return at < 0 ? null : matcher.getEagerRegion();
    }

    private static Region region(int[] places) {
        Region region = Region.newRegion(places.length / 2);
        for (int i = 0; i < places.length / 2; i++) {
            region.setBeg(i, places[2 * i]);
            region.setEnd(i, places[2 * i + 1]);
        }
        return region;
    }

    private StepTimeout timeout() {
        return new StepTimeout("'" + source + "' took more than " + limitMillis + " ms");
    }
}
