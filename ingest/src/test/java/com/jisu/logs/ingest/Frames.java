package com.jisu.logs.ingest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes Lumberjack frames, right ones and wrong ones, to bytes. */
public final class Frames {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final char version;

    private Frames(char version) {
        this.version = version;
    }

    public static Frames v1() {
        return new Frames('1');
    }

    public static Frames v2() {
        return new Frames('2');
    }

    /** A whole window as Filebeat sends it: announced, and in one compressed frame unless the level is 0. */
    public static byte[] filebeatWindow(int level, byte[]... events) {
        Frames body = v2();
        for (int i = 0; i < events.length; i++) {
            body.json(i + 1, events[i]);
        }
        Frames window = v2().window(events.length);
        return (level == 0 ? window.raw(body.bytes()) : window.compressed(level, body.bytes())).bytes();
    }

    public Frames window(int events) {
        return type('W').int32(events);
    }

    public Frames json(int sequence, byte[] event) {
        return type('J').int32(sequence).int32(event.length).raw(event);
    }

    public Frames json(int sequence, String event) {
        return json(sequence, event.getBytes(StandardCharsets.UTF_8));
    }

    public Frames data(int sequence, Map<String, String> pairs) {
        type('D').int32(sequence).int32(pairs.size());
        pairs.forEach((key, value) -> string(key).string(value));
        return this;
    }

    public Frames compressed(int level, byte[] frames) {
        byte[] deflated = deflate(level, frames);
        return type('C').int32(deflated.length).raw(deflated);
    }

    public Frames type(char type) {
        out.write(version);
        out.write(type);
        return this;
    }

    public Frames int32(int value) {
        return raw(ByteBuffer.allocate(4).putInt(value).array());
    }

    public Frames raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private Frames string(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return int32(bytes.length).raw(bytes);
    }

    public static byte[] deflate(int level, byte[] bytes) {
        Deflater deflater = new Deflater(level);
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated, deflater)) {
            out.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return deflated.toByteArray();
    }
}
