// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <memory>
#include <vector>

namespace Earmark {

/// Bytes of a body as they come → the document in them. What Qt would unpack itself comes here as
/// it is (we ask for gzip, so Qt keeps its hands off): Qt 6.4 takes a gzip stream that ends early
/// for whole. Gzip and deflate, also what is packed without saying so (and once more within), and
/// what says so, or names another packing, without being packed: the bytes go before the header
/// where they leave no doubt. Knows no network.
class BodyDecoder
{
public:
    enum class Fault : quint8 {
        None,
        TooLarge, ///< Of the bytes that came or of what they unpack to.
        Unpackable, ///< Damaged, or really packed in a way we did not ask for.
        Cut, ///< The packed stream ends early.
    };

    /// most: bytes, packed and unpacked each. Never holds more than that and a little.
    BodyDecoder(qint64 most, const QByteArray &contentEncoding);
    ~BodyDecoder();
    Q_DISABLE_COPY_MOVE(BodyDecoder)

    /// After a fault nothing more is taken.
    Fault add(QByteArrayView raw);
    /// No more bytes come.
    Fault finish();

    /// Before the first add(): takePieces() instead of takeBody().
    void keepPieces() { m_isInPieces = true; }
    static constexpr qsizetype PieceSize = qsizetype(1024) * 1024;

    qint64 rawBytes() const { return m_rawBytes; }
    /// The end of a packed stream came, with length and checksum as they should be.
    bool isEndProven() const;
    QByteArray takeBody();
    /// PieceSize each, but for the last.
    QList<QByteArray> takePieces();

private:
    class Stage;

    bool pass(std::size_t stage, QByteArrayView bytes);
    bool keep(QByteArrayView bytes);

    const qint64 m_most;
    bool m_isInPieces = false;
    qint64 m_rawBytes = 0;
    QByteArray m_body; ///< Or the last piece of it.
    QList<QByteArray> m_pieces;
    std::vector<std::unique_ptr<Stage>> m_stages; ///< The outermost first.
    Fault m_fault = Fault::None;
};

} // namespace Earmark
