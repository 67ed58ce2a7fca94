// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "feed/xmlmender.h"

#include <QByteArray>
#include <QIODevice>
#include <QStringDecoder>
#include <QStringList>

#include <optional>

namespace Earmark {

/// A feed's bytes as XmlTokens can take them: UTF-8 whatever they were, well-formed as far
/// as it can be mended (feed/xmlmender.h), no longer than FeedLimits::Document. Read once, in
/// order.
class RepairingDevice final : public QIODevice
{
    Q_OBJECT

public:
    /// source is open, and outlives this.
    RepairingDevice(QIODevice &source, QByteArray httpCharset);

    bool isSequential() const override { return true; }
    bool atEnd() const override;

    /// What had to be mended so far, a sentence each.
    QStringList repairs() const;
    bool isTrap() const { return m_mender.isTrap(); } ///< As XmlMender's.

protected:
    qint64 readData(char *data, qint64 maxSize) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    void fill();
    QByteArray readChunk();
    QByteArray decoded(const QByteArray &chunk);
    void findEncoding(QByteArray &head);

    QIODevice &m_source;
    QByteArray m_httpCharset;
    QByteArray m_encoding; ///< Empty until the first bytes came.
    std::optional<QStringDecoder> m_decoder; ///< For all but UTF-8.
    XmlMender m_mender;
    QByteArray m_ready;
    qsizetype m_taken = 0; ///< bytes of m_ready
    qint64 m_read = 0; ///< bytes of m_source
    bool m_sourceEnded = false;
    bool m_tooLong = false;
};

} // namespace Earmark
