package com.jisu.logs.parsers.loggers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.JsonSyntaxException;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackTraceTest {

    static JsonObject object(String json) {
        byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
        try {
            return new JsonScanner(new KeyTable(Keys.all()), 16, JsonScanner.ANY_NESTING)
                    .object(bytes, 0, bytes.length);
        } catch (JsonSyntaxException e) {
            throw new AssertionError(json, e);
        }
    }

    private static JsonValue value(String json) {
        return object("{'v':" + json + "}").value(0);
    }

    static Stream<Arguments> traces() {
        return Stream.of(
                Arguments.of(
                        "java.lang.IllegalStateException: boom\n\tat A.b(A.java:1)",
                        "java.lang.IllegalStateException",
                        "boom"),
                Arguments.of(
                        "java.lang.NullPointerException\n\tat A.b(A.java:1)", "java.lang.NullPointerException", ""),
                Arguments.of("a.B$C: x: y\n\tat A.b", "a.B$C", "x: y"),
                Arguments.of("Exception in thread \"main\" a.B: x\n\tat A.b", "a.B", "x"),
                Arguments.of("TypeError: boom\n    at f (/a.js:1:2)", "TypeError", "boom"),
                Arguments.of("TypeError [ERR_X]: boom\n    at f (/a.js:1:2)", "TypeError", "boom"),
                Arguments.of(
                        "System.InvalidOperationException: boom\n   at A.B() in /a.cs:line 1",
                        "System.InvalidOperationException",
                        "boom"),
                Arguments.of("App\\Failure: boom\n#0 /a.php(1): f()", "App\\Failure", "boom"),
                Arguments.of(
                        "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nValueError: boom",
                        "ValueError",
                        "boom"),
                Arguments.of(
                        "Traceback (most recent call last):\n  File \"a.py\", line 1\n    f()\nKeyboardInterrupt\n",
                        "KeyboardInterrupt",
                        ""),
                Arguments.of(
                        "Traceback (most recent call last):\n  File \"a.py\", line 1\na.b.Error: one\ntwo",
                        "a.b.Error",
                        "one\ntwo"),
                Arguments.of(
                        "Traceback (most recent call last):\n  File \"a.py\", line 1\nKeyError: 'a'\n\nDuring handling of the above"
                                + " exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"a.py\", line 2\n"
                                + "ValueError: boom",
                        "ValueError",
                        "boom"));
    }

    @ParameterizedTest
    @MethodSource("traces")
    void name_their_errors(String trace, String type, String message) {
        assertThat(StackTrace.head(trace)).isEqualTo(Optional.of(new StackTrace.Head(type, message)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "main.main\n\t/srv/main.go:7\nruntime.main\n\t/go/proc.go:250",
                "shop.Place\n\t/srv/main.go:7",
                "goroutine 1 [running]:\nmain.main()\n\t/srv/main.go:7",
                "cannot ship: java.lang.X: boom\n\tat A.b",
                "Failed to execute phase [query], all shards failed\n\tat A.b",
                "",
                "at f (/a.js:1:2)"
            })
    void name_no_error_where_there_is_no_class(String trace) {
        assertThat(StackTrace.head(trace)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a.B: x\n\tat A.b(A.java:1)",
                "Error: x\n    at f (/a.js:1:2)",
                "Traceback (most recent call last):\n  File \"a.py\", line 1\nX: y",
                "main.main\n\t/srv/main.go:7",
                "goroutine 1 [running]:\nmain.main()\n\t/srv/main.go:7",
                "RuntimeException: x\n#0 /a.php(1): f()",
                "a.rb:1:in `f': x (RuntimeError)\n\tfrom a.rb:2:in `g'"
            })
    void are_known_by_their_frames(String text) {
        assertThat(StackTrace.isOne(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"boom", "two\nlines", "a list:\n- at home\n- away", "\tat A.b"})
    void other_texts_are_none(String text) {
        assertThat(StackTrace.isOne(text)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "['a.B: x','at A.b(A.java:1)','Caused by: c.D']          | a.B: x\\n\\tat A.b(A.java:1)\\nCaused by: c.D",
                "['at A.b(A.java:1)']                                    | T: m\\n\\tat A.b(A.java:1)",
                "['/a.php:1','/a.php:2']                                 | T: m\\n\\tat /a.php:1\\n\\tat /a.php:2",
                "['T: m','    at f (/a.js:1:2)']                         | T: m\\n    at f (/a.js:1:2)",
                "['Traceback (most recent call last):\\n','  File \\'\\n','X: y\\n'] | Traceback (most recent call last):\\n  File '\\nX: y",
                "[{'class':'A','method':'b','file':'A.java','line':7}]   | T: m\\n\\tat A.b(A.java:7)",
                "[{'className':'A','methodName':'b','fileName':'A.java','lineNumber':-2}] | T: m\\n\\tat A.b(A.java)",
                "[{'declaringClass':'A','methodName':'b'}]               | T: m\\n\\tat A.b()",
                "[{'filename':'/a.py','lineno':22,'name':'<module>','line':''}] | T: m\\n\\tat <module>(/a.py:22)",
                "[{'func':'main','line':'12','source':'main.go'}]        | T: m\\n\\tat main(main.go:12)",
                "[{'fileName':'a.mjs','fileLine':'3','method':'[undefined]'}] | T: m\\n\\tat a.mjs:3",
                "{'frames':[{'function':'f','filename':'a.js','lineno':1}]} | T: m\\n\\tat f(a.js:1)"
            })
    void lists_become_text(String json, String text) {
        JsonValue list = value(json.replace("\\'", "\\u0027"));
        assertThat(StackTrace.isTrace(list)).isTrue();
        assertThat(StackTrace.text("T: m", list))
                .isEqualTo(text.replace("\\n", "\n").replace("\\t", "\t"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"[]", "[1]", "['a',1]", "[{'a':1}]", "[{'name':'x','source':'y'}]", "7", "{}", "{'frames':1}"})
    void other_values_are_none(String json) {
        assertThat(StackTrace.isTrace(value(json))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'T','message':'m','stack':'T: m\\n at f'}               | T | m | T: m\\n at f",
                "{'name':'T','msg':'m','code':1}                                 | T | m | ``",
                "{'class':'T','message':'m','previous':{'class':'U','message':'n'}} | T | m | T: m\\nCaused by: U: n",
                "{'className':'T','message':'m','stepArray':['at f'],'cause':{'className':'U','stepArray':['at g']}}"
                        + " | T | m | T: m\\n\\tat f\\nCaused by: U\\n\\tat g",
                "{'name':'T','message':'m','stack':'T: m\\n at f\\n','cause':{'name':'U','message':'n','stack':'U: n\\n at g'}}"
                        + " | T | m | T: m\\n at f\\nCaused by: U: n\\n at g",
                "{'name':'T','message':'m','stack':'T: m\\n at f\\nCaused by: U: n\\n at g','cause':{'name':'U','message':'n'}}"
                        + " | T | m | T: m\\n at f\\nCaused by: U: n\\n at g",
                "{'type':'T','message':'m','causedBy':{'exception':{'type':'U','message':'n'}}} | T | m | T: m\\nCaused by: U: n",
                "{'exc_type':'T','exc_value':'m','frames':[{'name':'f','filename':'a.py','lineno':1}]} | T | m | T: m\\n\\tat f(a.py:1)"
            })
    void errors_are_taken_out_of_objects(String json, String type, String message, String stack) {
        ErrorObject error = ErrorObject.take(object(json));
        assertThat(text(error.type())).isEqualTo(type);
        assertThat(text(error.message())).isEqualTo(message);
        assertThat(text(error.stackTrace()))
                .isEqualTo(stack.replace("\\n", "\n").replace("\\t", "\t"));
    }

    private static String text(Leaf leaf) {
        return leaf == null ? "" : leaf.text();
    }
}
