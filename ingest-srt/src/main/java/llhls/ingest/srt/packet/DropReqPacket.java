package llhls.ingest.srt.packet;

import llhls.media.MalformedMediaException;

/**
 * The sender will never send these packets (again).
 *
 * @param messageNumber 0 when unknown
 * @param first first sequence number of the range
 * @param last last one, included
 */
public record DropReqPacket(int messageNumber, int first, int last) implements SrtPacket {

    static DropReqPacket parse(PacketView view) throws MalformedMediaException {
        boolean readable = view.bodyWords() >= 2
                && SeqNumber.isValid(view.bodyWord(0))
                && SeqNumber.isValid(view.bodyWord(1))
                && SeqNumber.distance(view.bodyWord(0), view.bodyWord(1)) >= 0;
        if (!readable) {
            throw new MalformedMediaException("DROPREQ without a valid range: words=" + view.bodyWords());
        }
        return new DropReqPacket(view.info(), view.bodyWord(0), view.bodyWord(1));
    }

    @Override
    public void write(PacketWriter writer, PacketWriter.Addressing to) {
        writer.control(ControlType.DROPREQ, 0, messageNumber, to).word(first).word(last);
    }
}
