package llhls.ingest.srt.packet;

/** Types of control packets, as in the 15 bits behind the control flag. */
public final class ControlType {

    public static final int HANDSHAKE = 0;
    public static final int KEEPALIVE = 1;
    public static final int ACK = 2;
    public static final int NAK = 3;
    public static final int CONGESTION_WARNING = 4;
    public static final int SHUTDOWN = 5;
    public static final int ACKACK = 6;
    public static final int DROPREQ = 7;
    public static final int PEER_ERROR = 8;
    /** Extensions, told apart by their subtype: the handshake of version 4 and key refreshes. */
    public static final int EXTENSION = 0x7FFF;

    private ControlType() {}
}
