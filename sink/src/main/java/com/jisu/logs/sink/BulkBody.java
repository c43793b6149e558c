package com.jisu.logs.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.http.entity.AbstractHttpEntity;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.entity.HttpAsyncContentProducer;

/**
 * The body of one bulk request: per document an action line and the document's bytes as they are.
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk">Bulk API</a>
 */
final class BulkBody extends AbstractHttpEntity implements HttpAsyncContentProducer {

    static final byte[] ACTION_END = "\"}}\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * How much is offered to the socket at once. The JDK copies all that it is offered into native memory before it
     * writes the little that the socket takes; eight MiB at a time would be copied over and over.
     */
    private static final int SLICE = 256 * 1024;

    private final byte[] bytes;
    private int sent;

    private BulkBody(byte[] bytes) {
        this.bytes = bytes;
        setContentType("application/x-ndjson");
    }

    static BulkBody of(List<Document> documents) {
        return new BulkBody(concatenate(documents));
    }

    static BulkBody compressed(List<Document> documents) {
        byte[] plain = concatenate(documents);
        ByteArrayOutputStream out = new ByteArrayOutputStream(plain.length / 4 + 64);
        try (GZIPOutputStream gzip = new FastGzip(out)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        BulkBody body = new BulkBody(out.toByteArray());
        body.setContentEncoding("gzip");
        return body;
    }

    private static byte[] concatenate(List<Document> documents) {
        int length = 0;
        for (Document document : documents) {
            length = Math.addExact(length, document.bytes());
        }
        byte[] bytes = new byte[length];
        int at = 0;
        for (Document document : documents) {
            at = append(bytes, at, document.action());
            at = append(bytes, at, document.id());
            at = append(bytes, at, ACTION_END);
            at = append(bytes, at, document.source());
            bytes[at++] = '\n';
        }
        return bytes;
    }

    private static int append(byte[] bytes, int at, byte[] part) {
        System.arraycopy(part, 0, bytes, at, part.length);
        return at + part.length;
    }

    @Override
    public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
        while (sent < bytes.length) {
            ByteBuffer slice = ByteBuffer.wrap(bytes, sent, Math.min(SLICE, bytes.length - sent));
            int written = encoder.write(slice);
            if (written == 0) {
                return;
            }
            sent += written;
        }
        encoder.complete();
    }

    /** The client closes a producer when a request ends or starts over on another node. */
    @Override
    public void close() {
        sent = 0;
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public long getContentLength() {
        return bytes.length;
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
    }

    /** Speed over size: the network is seldom the narrow place. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(ByteArrayOutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
