package com.jisu.logs.ingest;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/** A client that sends bytes as they are given and shows each acknowledgement as text: {@code 2A 17}. */
public final class RawClient implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final DataInputStream in;

    public RawClient(int port) throws IOException {
        this(new Socket("127.0.0.1", port));
    }

    /** A client of this address; all that begin with 127 are of this machine. */
    public static RawClient from(String address, int port) throws IOException {
        return new RawClient(new Socket(InetAddress.getByName("127.0.0.1"), port, InetAddress.getByName(address), 0));
    }

    public RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    public RawClient send(Frames frames) throws IOException {
        return send(frames.bytes());
    }

    /** Sends to a server that may have closed the connection, or may do so meanwhile. */
    public void sendIfOpen(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            // closed: what the caller looks for
        }
    }

    public void endOutput() throws IOException {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            // the server was faster
        }
    }

    /** Reads until the server ends the connection, in order or by a reset. */
    public void awaitEnd() throws IOException {
        try {
            readToEnd();
        } catch (SocketException | SSLException e) {
            // a reset, or an alert
        }
    }

    public String readAcknowledgement() throws IOException {
        char version = (char) in.readUnsignedByte();
        char type = (char) in.readUnsignedByte();
        return "" + version + type + " " + Integer.toUnsignedString(in.readInt());
    }

    /** Reads up to the given acknowledgement, and gives all that came before it. */
    public List<String> readUntil(String acknowledgement) throws IOException {
        List<String> before = new ArrayList<>();
        for (String read = readAcknowledgement(); !read.equals(acknowledgement); read = readAcknowledgement()) {
            before.add(read);
        }
        return before;
    }

    /** Reads up to the end of the connection, and gives all that came before it. */
    public List<String> readToEnd() throws IOException {
        List<String> read = new ArrayList<>();
        try {
            while (true) {
                read.add(readAcknowledgement());
            }
        } catch (EOFException e) {
            return read;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
