// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/passwordprompt.h"

#include <QByteArray>

#include <cstdio>
#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace Earmark {
namespace {

constexpr qsizetype LongestPassword = 4096;

/// Until it dies, a terminal does not show what is typed.
class SilentTerminal
{
    Q_DISABLE_COPY_MOVE(SilentTerminal)

public:
    SilentTerminal() : m_isTerminal(::tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        if (!m_isTerminal)
            return;
        std::fputs("Password: ", stderr);
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (!m_isTerminal)
            return;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        std::fputs("\n", stderr);
    }

private:
    termios m_before{};
    bool m_isTerminal;
};

} // namespace

Result<QString> readPassword()
{
    const SilentTerminal silent;
    QByteArray line;
    char next = 0;
    while (line.size() <= LongestPassword && ::read(STDIN_FILENO, &next, 1) == 1 && next != '\n')
        line += next;
    if (line.endsWith('\r'))
        line.chop(1);
    if (line.isEmpty() || line.size() > LongestPassword) {
        return fail(ErrorKind::Usage,
                    u"There is no password; type it when asked, or hand it over by standard"
                    u" input."_s);
    }
    return QString::fromUtf8(line);
}

} // namespace Earmark
